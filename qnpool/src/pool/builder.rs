//! Settings of a pool.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::{Boxed, Pool, Shared};
use crate::UNBOUNDED;
use crate::poolable::PoolObject;

/// Idle memory of a pool that was told nothing.
const DEFAULT_IDLE_BYTES: usize = 64 << 20;

/// Idle objects of such a pool where the type has no bound in bytes.
const DEFAULT_IDLE_OBJECTS: usize = 1024;

/// Length of a generation of such a pool.
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The most that one magazine may come to: in bytes, and in objects.
const MAGAZINE_BYTES: usize = 256 << 10;
const MAGAZINE_OBJECTS: usize = 128;
const MAGAZINE_OBJECTS_UNBOUNDED: usize = 8;

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

/// What the builder was told; the pool's own copy.
pub(super) struct Settings {
    pub(super) name: Option<&'static str>,
    pub(super) max_idle: usize,
    pub(super) idle_timeout: Duration,
}

impl Settings {
    pub(super) const fn new<T: PoolObject>() -> Self {
        Self {
            name: None,
            max_idle: default_max_idle::<T>(),
            idle_timeout: DEFAULT_IDLE_TIMEOUT,
        }
    }

    /// Objects in a magazine: dozens of small ones, one of a megabyte. A magazine is
    /// also a small part of the bound, or a few threads would hold all of it.
    pub(super) fn magazine_size<T: PoolObject>(&self) -> usize {
        const { magazine_size::<T>() }
            .min(self.max_idle / 16)
            .max(1)
    }
}

const fn magazine_size<T: PoolObject>() -> usize {
    if T::MAX_RETAINED_BYTES == UNBOUNDED {
        return MAGAZINE_OBJECTS_UNBOUNDED;
    }
    match size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES) {
        0 => MAGAZINE_OBJECTS,
        each => match MAGAZINE_BYTES / each {
            0 => 1,
            objects if objects > MAGAZINE_OBJECTS => MAGAZINE_OBJECTS,
            objects => objects,
        },
    }
}

/// Settings of a [`Pool`] to be; made by [`Pool::builder`].
///
/// Every method is `const`, so the whole chain works in a `static`.
#[must_use = "a builder does nothing until `build`, `create` or `create_boxed`"]
pub struct PoolBuilder<T> {
    settings: Settings,
    object: PhantomData<fn() -> T>,
}

impl<T: PoolObject> PoolBuilder<T> {
    pub(super) const fn new() -> Self {
        Self {
            settings: Settings::new::<T>(),
            object: PhantomData,
        }
    }

    /// The name shown in reports; the type's name otherwise.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.settings.name = Some(name);
        self
    }

    /// The most objects that may wait in the pool, at every instant, the threads' own
    /// caches included. 0 keeps none.
    ///
    /// Bounds idle memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)`.
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.settings.max_idle = objects;
        self
    }

    /// The same bound in bytes: as many objects as fit, each counted as
    /// `size_of::<T>() + T::MAX_RETAINED_BYTES`.
    ///
    /// The last word about the bound counts, here or in
    /// [`max_idle`](Self::max_idle). Objects that are larger than `bytes` are never
    /// kept. Does not compile for a type without a bound
    /// ([`UNBOUNDED`]).
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4072>>::builder().max_idle_bytes(1 << 20).build();
    /// assert_eq!(pool.stats().idle_bytes_bound, 1 << 20); // 256 of 4,096 bytes each
    /// ```
    pub const fn max_idle_bytes(self, bytes: usize) -> Self {
        const {
            assert!(
                T::MAX_RETAINED_BYTES != UNBOUNDED,
                "`max_idle_bytes` needs a type whose retained memory is bounded: give \
                 its fields limits, or use `max_idle`, which counts objects",
            );
        }
        let objects = match size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES) {
            0 => usize::MAX,
            each => bytes / each,
        };
        self.max_idle(objects)
    }

    /// How long a generation lasts; 60 s if not told.
    ///
    /// At the end of each the pool [ticks](Pool::tick) by itself, so that an object
    /// nobody needs is dropped after one to three generations. The tick falls to a
    /// thread that uses the pool: no other thread is started, and a pool that nobody
    /// uses does not age. [`Duration::MAX`] means never, and [`Duration::ZERO`] as
    /// often as a thread looks at the clock, which is once in some hundred uses.
    pub const fn idle_timeout(mut self, generation: Duration) -> Self {
        self.settings.idle_timeout = generation;
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
        Pool::from_parts(create, Shared::new(self.settings))
    }

    /// As [`create`](Self::create), for large objects; see [`Pool::with_boxed`].
    #[must_use]
    pub const fn create_boxed<F: Fn() -> Box<T>>(self, create: F) -> Pool<T, Boxed<F>> {
        Pool::from_parts(Boxed::new(create), Shared::new(self.settings))
    }
}

impl<T> fmt::Debug for PoolBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBuilder")
            .field("name", &self.settings.name)
            .field("max_idle", &self.settings.max_idle)
            .field("idle_timeout", &self.settings.idle_timeout)
            .finish_non_exhaustive()
    }
}
