//! Settings of a pool.

use std::fmt;
use std::marker::PhantomData;

use super::{Pool, Shared};
use crate::UNBOUNDED;
use crate::poolable::PoolObject;

/// Idle memory of a pool that was told nothing.
const DEFAULT_IDLE_BYTES: usize = 64 << 20;

/// Idle objects of such a pool where the type has no bound in bytes.
const DEFAULT_IDLE_OBJECTS: usize = 1024;

/// At least one, or a pool of objects larger than the default would never reuse any.
pub(super) const fn default_max_idle<T: PoolObject>() -> usize {
    if T::MAX_RETAINED_BYTES == UNBOUNDED {
        return DEFAULT_IDLE_OBJECTS;
    }
    match size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES) {
        0 => DEFAULT_IDLE_OBJECTS,
        each if each > DEFAULT_IDLE_BYTES => 1,
        each => DEFAULT_IDLE_BYTES / each,
    }
}

/// Settings of a [`Pool`] to be; made by [`Pool::builder`].
///
/// Every method is `const`, so the whole chain works in a `static`.
#[must_use = "a builder does nothing until `build` or `create`"]
pub struct PoolBuilder<T> {
    name: Option<&'static str>,
    max_idle: usize,
    object: PhantomData<fn() -> T>,
}

impl<T: PoolObject> PoolBuilder<T> {
    pub(super) const fn new() -> Self {
        Self {
            name: None,
            max_idle: default_max_idle::<T>(),
            object: PhantomData,
        }
    }

    /// The name shown in reports; the type's name otherwise.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// The most objects that may wait in the pool, at every instant. 0 keeps none.
    ///
    /// Bounds idle memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)`.
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.max_idle = objects;
        self
    }

    /// A pool whose objects are made by `T::default()`.
    #[must_use]
    pub const fn build(self) -> Pool<T>
    where
        T: Default,
    {
        let create: fn() -> T = T::default;
        self.create(create)
    }

    /// A pool whose objects are made by `create`, and then reset.
    #[must_use]
    pub const fn create<F: Fn() -> T>(self, create: F) -> Pool<T, F> {
        Pool::from_parts(create, Shared::new(self.name, self.max_idle))
    }
}

impl<T> fmt::Debug for PoolBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBuilder")
            .field("name", &self.name)
            .field("max_idle", &self.max_idle)
            .finish_non_exhaustive()
    }
}
