//! Settings of a local pool.

use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

use super::LocalPool;
use super::store::Store;
use crate::constructor::Boxed;
use crate::idle_bound::IdleBound;
use crate::poolable::PoolObject;

/// Settings of a [`LocalPool`] to be; made by [`LocalPool::builder`].
///
/// Every method is `const`, so the whole chain works in a `thread_local!` with
/// `const { … }`.
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

    /// The name that [`LocalPool::name`] tells; the type's name otherwise.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// The most objects that may wait in the pool, at every instant. 0 keeps none.
    ///
    /// Bounds idle memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)`.
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.idle_bound.objects = Some(objects);
        self
    }

    /// The most bytes that idle objects may hold, at every instant.
    ///
    /// It is divided by `size_of::<T>() + T::MAX_RETAINED_BYTES` into a number of
    /// objects, which is 0 if the bytes do not suffice for one; objects of 0 bytes
    /// are bounded by number alone. Beside [`max_idle`](Self::max_idle) the stricter
    /// of the two holds.
    ///
    /// For a type whose `MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED) it
    /// does not compile, as it could not be kept.
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

    /// A pool whose objects are made by `T::default()`.
    #[must_use]
    pub const fn build(self) -> LocalPool<T>
    where
        T: PoolObject + Default,
    {
        let create: fn() -> T = T::default;
        self.create(create)
    }

    /// A pool whose objects are made by `create`, and then reset.
    #[must_use]
    pub const fn create<F: Fn() -> T>(self, create: F) -> LocalPool<T, F>
    where
        T: PoolObject,
    {
        LocalPool::from_parts(create, self.store())
    }

    /// Like [`create`](Self::create), for objects that `create` makes in their box:
    /// [`LocalPool::with_boxed`].
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
