//! The pool: the public type, its builder and guards, and one file per tier.
//!
//! Today there is one tier, the depot; the thread caches and the victim
//! generation go beside it.

mod builder;
mod counters;
mod depot;
mod forward;
mod guard;
mod owned_guard;
mod pooled;
mod shared;

use std::fmt;
use std::sync::Arc;

pub use builder::PoolBuilder;
pub use guard::Guard;
pub use owned_guard::OwnedGuard;
pub use pooled::Pooled;
pub(crate) use shared::Shared;

use crate::poolable::PoolObject;
use builder::default_max_idle;

/// A pool of reusable objects, shared by any number of threads.
///
/// [`get`](Self::get) hands out an idle object or makes one; dropping the
/// [`Guard`] resets the object and puts it back, also when the holder returns
/// early or panics. Objects are pristine whenever they are handed out: a new one
/// passes through [`reset`](crate::Poolable::reset) as well.
///
/// # Bounds
///
/// At most [`max_idle`](PoolBuilder::max_idle) objects wait in the pool; one that
/// comes back beyond that is dropped. Without a word about it the bound is 64 MiB
/// of idle memory, computed from `size_of::<T>() + T::MAX_RETAINED_BYTES`, and
/// 1,024 objects where that is [`UNBOUNDED`](crate::UNBOUNDED). How many objects
/// are *out* is not limited.
///
/// # When not to use it
///
/// For objects that are small and cheap to make, a good allocator is as fast.
/// Pool what owns buffers, what is costly to set up, or what crosses threads.
///
/// # Examples
///
/// ```
/// use qnpool::{Pool, Poolable};
///
/// #[derive(Default, Poolable)]
/// #[pool(max_capacity = 4096)]
/// struct Packet {
///     body: Vec<u8>,
///     sequence: u64,
/// }
///
/// static PACKETS: Pool<Packet> = Pool::new();
///
/// let mut packet = PACKETS.get();
/// packet.body.extend_from_slice(b"hello");
/// packet.sequence = 7;
/// drop(packet); // reset, and back in the pool
///
/// let packet = PACKETS.get();
/// assert!(packet.body.is_empty() && packet.sequence == 0);
/// assert!(packet.body.capacity() >= 5); // the allocation was kept
/// ```
pub struct Pool<T: PoolObject, F = fn() -> T> {
    create: F,
    shared: Shared<T>,
}

impl<T: PoolObject + Default> Pool<T> {
    /// An empty pool whose objects are made by `T::default()`.
    ///
    /// Allocates nothing until the first object comes back, so it can be the
    /// value of a `static`.
    #[must_use]
    pub const fn new() -> Self {
        PoolBuilder::new().build()
    }
}

impl<T: PoolObject> Pool<T> {
    /// Settings for a pool; the same calls work in a `static`.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// static LINES: Pool<Bounded<String, 256>> =
    ///     Pool::builder().name("lines").max_idle(64).build();
    /// # assert_eq!(LINES.name(), "lines");
    /// ```
    pub const fn builder() -> PoolBuilder<T> {
        PoolBuilder::new()
    }
}

impl<T: PoolObject, F: Fn() -> T> Pool<T, F> {
    /// An empty pool whose objects are made by `create`, and then reset.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::with(|| Bounded::<Vec<u8>, 4096>::new(Vec::with_capacity(1500)));
    /// assert!(pool.get().capacity() >= 1500);
    /// ```
    #[must_use]
    pub const fn with(create: F) -> Self {
        Self::from_parts(create, Shared::new(None, default_max_idle::<T>()))
    }

    /// Hands out a pristine object: an idle one, or else a new one.
    ///
    /// # Panics
    ///
    /// If the constructor or the first `reset` of a new object panics; the pool
    /// is then as it was.
    pub fn get(&self) -> Guard<'_, T> {
        Guard::new(&self.shared, self.take())
    }

    /// Like [`get`](Self::get), with a guard that keeps the pool alive instead of
    /// borrowing it, for threads and tasks.
    ///
    /// A pool in a `static` does not need it: its guards are `Guard<'static, T>`.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    /// use std::sync::Arc;
    ///
    /// let pool = Arc::new(Pool::<Bounded<Vec<u8>, 4096>>::new());
    /// let mut buffer = pool.get_owned();
    /// std::thread::spawn(move || buffer.push(1)).join().unwrap();
    /// assert_eq!(pool.stats().idle, 1);
    /// ```
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub fn get_owned(self: &Arc<Self>) -> OwnedGuard<T, F> {
        let object = self.take();
        OwnedGuard::new(Arc::clone(self), object)
    }

    #[expect(
        clippy::unnecessary_box_returns,
        reason = "objects travel in their box"
    )]
    fn take(&self) -> Box<T> {
        if let Some(object) = self.shared.take_idle() {
            return object;
        }
        // User code, so no lock is held and nothing has been counted yet.
        let mut object = Box::new((self.create)());
        object.reset();
        self.shared.counters.created();
        object
    }
}

impl<T: PoolObject, F> Pool<T, F> {
    pub(crate) const fn from_parts(create: F, shared: Shared<T>) -> Self {
        Self { create, shared }
    }

    pub(crate) const fn shared(&self) -> &Shared<T> {
        &self.shared
    }

    /// Lets an object in that was made elsewhere: it is reset and waits with the others.
    ///
    /// It is dropped if the pool is full or the object says that it
    /// [should be discarded](crate::Poolable::should_discard).
    ///
    /// # Panics
    ///
    /// If `reset` panics; the object is dropped.
    pub fn attach(&self, object: T) {
        self.shared.attach(Box::new(object));
    }

    /// Drops every idle object. Objects that are out come back as usual.
    ///
    /// # Panics
    ///
    /// If the `Drop` of an object panics; the objects after it stay in the pool.
    pub fn clear(&self) {
        self.shared.clear();
    }

    /// The pool's name: what the builder was told, else the type's.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shared.name()
    }
}

impl<T: PoolObject + Default> Default for Pool<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PoolObject, F> fmt::Debug for Pool<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("name", &self.name())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
