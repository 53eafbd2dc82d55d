//! The builder of a local pool.

use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

use super::LocalPool;
use super::store::Store;
use crate::constructor::Boxed;
use crate::idle_bound::IdleBound;
use crate::poolable::PoolObject;

/// The settings of a new [`LocalPool`].
///
/// Created by [`LocalPool::builder`].
///
/// Every method is `const`, so the whole chain can initialize a `thread_local!` with `const { … }`:
///
/// ```
/// use qnpool::{Bounded, LocalPool};
///
/// thread_local! {
///     static LINES: LocalPool<Bounded<String, 256>> =
///         const { LocalPool::builder().name("lines").max_idle(64).build() };
/// }
///
/// LINES.with(|lines| drop((lines.get(), lines.get())));
/// assert_eq!(LINES.with(|lines| lines.stats().idle), 2);
/// ```
#[must_use = "a builder does nothing until `build` or `create`"]
pub struct LocalPoolBuilder<T> {
    name: Option<&'static str>,
    idle_bound: IdleBound,
    object: PhantomData<fn() -> T>,
}

// The bounds are on the functions, as in `PoolBuilder`.
impl<T> LocalPoolBuilder<T> {
    pub(super) const fn new() -> Self {
        Self {
            name: None,
            idle_bound: IdleBound::DEFAULT,
            object: PhantomData,
        }
    }

    /// Sets the name that [`LocalPool::name`] returns.
    ///
    /// The default is the name of the type `T`.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Sets the maximum number of idle objects.
    ///
    /// A pool with a limit of 0 keeps no objects. The limit holds at every instant. It bounds idle
    /// memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)` bytes.
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.idle_bound.objects = Some(objects);
        self
    }

    /// Sets the maximum number of bytes that idle objects own.
    ///
    /// The limit holds at every instant. The builder divides it by
    /// `size_of::<T>() + T::MAX_RETAINED_BYTES` to get a number of objects, which is 0 if one
    /// object needs more bytes than that. Objects of 0 bytes are limited by number alone. If
    /// [`max_idle`](Self::max_idle) is set as well, the stricter limit applies.
    ///
    /// Does not compile if `T::MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED), since the
    /// pool could not keep such a limit; use `max_idle` instead.
    ///
    /// ```
    /// use qnpool::{Bounded, LocalPool};
    ///
    /// let pool = LocalPool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .max_idle_bytes(1 << 20)
    ///     .build();
    /// assert!(pool.stats().idle_bytes_bound <= 1 << 20);
    /// ```
    pub const fn max_idle_bytes(mut self, bytes: usize) -> Self
    where
        T: PoolObject,
    {
        self.idle_bound = self.idle_bound.with_bytes::<T>(bytes);
        self
    }

    /// Creates the pool, with `T::default()` as the constructor of its objects.
    #[must_use]
    pub const fn build(self) -> LocalPool<T>
    where
        T: PoolObject + Default,
    {
        let create: fn() -> T = T::default;
        self.create(create)
    }

    /// Creates the pool, with `create` as the constructor of its objects.
    ///
    /// The pool resets each new object before `get` returns it.
    #[must_use]
    pub const fn create<F: Fn() -> T>(self, create: F) -> LocalPool<T, F>
    where
        T: PoolObject,
    {
        LocalPool::from_parts(create, self.store())
    }

    /// Creates the pool for objects that are too large for the stack.
    ///
    /// `create` returns each object in a box; see [`LocalPool::with_boxed`].
    #[must_use]
    pub const fn create_boxed<F: Fn() -> Box<T>>(self, create: F) -> LocalPool<T, Boxed<F>>
    where
        T: PoolObject,
    {
        LocalPool::from_parts(Boxed::new(create), self.store())
    }

    const fn store(self) -> Store<T>
    where
        T: PoolObject,
    {
        Store::new(self.name, self.idle_bound.max_idle::<T>())
    }
}

impl<T: PoolObject> fmt::Debug for LocalPoolBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalPoolBuilder")
            .field("name", &self.name)
            .field("max_idle", &self.idle_bound.max_idle::<T>())
            .finish_non_exhaustive()
    }
}
