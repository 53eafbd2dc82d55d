//! The pool: the public type, its builder and guards, and the engine with one file per tier.

mod builder;
mod call_location;
pub(crate) mod caller;
#[expect(unsafe_code, reason = "a system call")]
mod clock;
#[expect(
    unsafe_code,
    reason = "objects are handed between threads without a lock"
)]
mod engine;
mod fence;
pub(crate) mod frames;
#[cfg(feature = "bytes")]
mod freeze;
mod growing;
#[expect(unsafe_code, reason = "a guard gives its object up once")]
mod guard;
mod guards;
mod header;
mod history;
mod key;
mod leak_detection;
mod ledger;
mod long_hold;
#[expect(unsafe_code, reason = "a guard gives its object up once")]
mod owned_guard;
mod panics;
#[expect(unsafe_code, reason = "a guard points to its pool or to a record")]
mod pool_ref;
mod pooled;
#[expect(unsafe_code, reason = "pools are listed by address")]
mod registry;
#[cfg_attr(
    all(target_os = "linux", target_env = "gnu", not(miri)),
    expect(unsafe_code, reason = "a call of the C library")
)]
mod return_addresses;
mod settings;
#[expect(unsafe_code, reason = "caches are found by address")]
mod shared;
mod sync;
#[expect(unsafe_code, reason = "caches are found by address")]
mod threads;
mod watch;

use std::any::type_name;
use std::fmt;
use std::panic::{Location, resume_unwind};
use std::sync::Arc;

pub use builder::PoolBuilder;
pub use call_location::CallLocation;
#[cfg(feature = "pprof")]
pub(crate) use clock::HAS_CLOCK;
pub(crate) use engine::Counted;
pub use guard::Guard;
pub(crate) use history::{GENERATIONS, Snapshot};
pub use leak_detection::{LeakDetection, ParseLeakDetectionError};
pub(crate) use ledger::Entry;
pub use long_hold::LongHold;
pub use owned_guard::OwnedGuard;
pub use pooled::Pooled;
pub(crate) use registry::{Registered, for_each as for_each_named};
pub(crate) use shared::Shared;
pub(crate) use watch::{Watch, Watched};

use crate::constructor::{Boxed, Constructor};
use crate::poolable::PoolObject;
use panics::{contain, drop_half_done};

/// A thread-safe pool of reusable objects.
///
/// [`get`](Self::get) returns an idle object, or creates one if none is idle. Dropping the
/// [`Guard`] resets the object and returns it to the pool, also when the holder returns early or
/// panics. Every object is pristine when `get` returns it: new objects pass through
/// [`reset`](crate::Poolable::reset) as well.
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
/// drop(packet); // resets the packet and returns it to the pool
///
/// let packet = PACKETS.get();
/// assert!(packet.body.is_empty() && packet.sequence == 0);
/// assert!(packet.body.capacity() >= 5); // the allocation was kept
/// ```
///
/// # Choosing the settings
///
/// The defaults suit most pools; [`builder`](Self::builder) changes them.
///
/// At most [`max_idle`](PoolBuilder::max_idle) objects are idle. An object that is returned to a
/// full pool is dropped. The default limit is 64 MiB of idle memory, computed from
/// `size_of::<T>() + T::MAX_RETAINED_BYTES`. If `MAX_RETAINED_BYTES` is
/// [`UNBOUNDED`](crate::UNBOUNDED), the default is 64 MiB computed from `size_of::<T>()` alone, and
/// at most 131,072 objects; that number is also the default for objects of 0 bytes. The number of
/// objects *in use* is not limited.
///
/// A tight limit costs speed, not reuse. Each thread's cache reserves credit for the objects that
/// the thread has checked out. If that leaves no room for other threads, or if the limit is below
/// four objects per thread, all threads share the idle objects: a `get` and its drop then take two
/// locks instead of none. The pool leaves this mode by itself, a second or more after it entered
/// it. For full speed, set the limit above the number of objects that all threads hold at once.
/// [`health`](Self::health) reports a limit that is too small for the traffic
/// ([`BoundTooSmall`](crate::Reason::BoundTooSmall)) and suggests a larger one;
/// [Choosing limits](crate::docs::choosing_limits) has more.
///
/// A pool allocates in proportion to its use, so each compiled pattern or connection can have its
/// own. An unused pool is 120 bytes and allocates nothing. A pool that is used a few times
/// allocates about 550 bytes besides its objects; with its drop, that takes about 0.2 µs. A thread
/// that uses the pool often allocates a cache of 400 bytes or more. The census allocates when it
/// tracks the first object.
///
/// # When not to use it
///
/// Small objects that are cheap to create gain nothing: a good allocator is as fast. Pool objects
/// that own buffers, are expensive to set up, or cross threads.
/// [When not to pool](crate::docs::when_not_to_pool) has measurements.
///
/// Do not use a pool inside a `#[global_allocator]`, in a signal handler, or in a child process
/// after a `fork` of a process with several threads. [Reliability](crate::docs::reliability)
/// explains these limits, and what a pool does when memory runs out, in a sandbox that refuses the
/// system call `membarrier`, and on targets without a clock such as `wasm32-unknown-unknown`.
///
/// # See also
///
/// [Pools](crate::docs::pools) describes guards, tiers and ageing,
/// [Finding leaks](crate::docs::finding_leaks) the census, and
/// [How it works](crate::docs::how_it_works) the implementation.
///
/// Each `T: PoolObject` bound below means [`T: Poolable`](crate::Poolable): every `Poolable` type
/// is a `PoolObject`, and no other type is. The separate name allows better compile errors.
pub struct Pool<T, F = fn() -> T> {
    create: F,
    shared: Shared<T>,
}

// The bounds are on the functions, not on the type: otherwise each mention of a pool whose objects
// are not `Poolable` would be a separate error.
impl<T> Pool<T> {
    /// Creates an empty pool whose objects are created by `T::default()`.
    ///
    /// Allocates nothing until its first use, so it can initialize a `static`.
    #[must_use]
    pub const fn new() -> Self
    where
        T: PoolObject + Default,
    {
        PoolBuilder::new().build()
    }

    /// Returns a builder, to change the settings of a new pool.
    ///
    /// Every method of the builder is `const`, so the whole chain can initialize a `static`.
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

impl<T, F: Fn() -> T> Pool<T, F> {
    /// Creates an empty pool whose objects are created by `create`.
    ///
    /// The pool resets each new object before `get` returns it.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::with(|| Bounded::<Vec<u8>, 4096>::new(Vec::with_capacity(1500)));
    /// assert!(pool.get().capacity() >= 1500);
    /// ```
    #[must_use]
    pub const fn with(create: F) -> Self
    where
        T: PoolObject,
    {
        Self::from_parts(create, Shared::new(PoolBuilder::<T>::new().settings()))
    }
}

impl<T, F: Fn() -> Box<T>> Pool<T, Boxed<F>> {
    /// Creates an empty pool for objects that are too large for the stack.
    ///
    /// `create` returns each object in a box, and the pool never moves the object out of it.
    /// Otherwise like [`with`](Self::with).
    ///
    /// ```
    /// use qnpool::Pool;
    ///
    /// type Frame = [u8; 8 << 20];
    ///
    /// let pool = Pool::with_boxed(|| {
    ///     // `Box::new([0; 8 << 20])` may build the array on the stack first.
    ///     let frame: Box<Frame> = vec![0; 8 << 20].into_boxed_slice().try_into().unwrap();
    ///     frame
    /// });
    /// pool.get()[0] = 1;
    /// assert_eq!(pool.get()[0], 0);
    /// ```
    #[must_use]
    pub const fn with_boxed(create: F) -> Self
    where
        T: PoolObject,
    {
        Self::from_parts(
            Boxed::new(create),
            Shared::new(PoolBuilder::<T>::new().settings()),
        )
    }
}

impl<T, F> Pool<T, F> {
    /// Returns a pristine object, and creates it if none is idle.
    ///
    /// `get` asks in this order: the calling thread's cache, which costs about as much as a
    /// thread-local vector; the depot, where threads exchange up to 127 objects at a time; the
    /// victim, which holds the objects that were idle at the last [`tick`](Self::tick) and are
    /// dropped at the next; and the constructor. A thread gets a cache of a pool after about 30
    /// operations on it.
    ///
    /// # Panics
    ///
    /// Panics if the constructor, or the first `reset` of a new object, panics. The pool is then
    /// unchanged.
    #[inline]
    #[track_caller]
    pub fn get(&self) -> Guard<'_, T>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        Guard::get(&self.shared, Location::caller(), || self.make())
    }

    /// Returns a pristine object, in a guard that keeps the pool alive instead of borrowing it.
    ///
    /// Use it where the guard has to be `'static`, in threads and tasks. A pool in a `static` does
    /// not need it: its guards are `Guard<'static, T>`. Otherwise like [`get`](Self::get).
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
    /// Panics where [`get`](Self::get) does.
    #[inline]
    #[track_caller]
    pub fn get_owned(self: &Arc<Self>) -> OwnedGuard<T, F>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        OwnedGuard::get(self, Location::caller(), || self.make())
    }

    /// Creates objects until `objects` are idle, or as many as the limit allows.
    ///
    /// The new objects go to the depot, where any thread can take them. They count as
    /// [`attached`](crate::Stats::attached), and age like all others: those that no thread takes
    /// are dropped at the second [`tick`](Self::tick).
    ///
    /// On Linux the first call in a process also registers the process for the system call
    /// `membarrier`, which takes up to 20 ms. `prewarm(0)` does nothing else.
    /// [Reliability](crate::docs::reliability) describes when a process needs that.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::with(|| Bounded::<Vec<u8>, 4096>::new(Vec::with_capacity(1500)));
    /// pool.prewarm(64);
    /// drop(pool.get());
    /// assert_eq!(pool.stats().created, 0);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the constructor or `reset` panics. Objects that were created before remain in the
    /// pool.
    pub fn prewarm(&self, objects: usize)
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        self.shared.prewarm(objects, || self.make());
    }
}

impl<T: PoolObject, F> Pool<T, F> {
    /// Runs user code, so no lock is held here, and the object is not counted yet.
    #[cold]
    #[inline(never)]
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "objects travel in their box"
    )]
    fn make(&self) -> Box<T>
    where
        F: Constructor<T>,
    {
        let mut object = self.create.construct();
        match contain(|| object.reset()) {
            Ok(()) => object,
            Err(panic) => {
                drop_half_done(object);
                resume_unwind(panic)
            }
        }
    }
}

impl<T, F> Pool<T, F> {
    pub(crate) const fn from_parts(create: F, shared: Shared<T>) -> Self {
        Self { create, shared }
    }

    pub(crate) const fn shared(&self) -> &Shared<T> {
        &self.shared
    }

    /// Returns an idle object, or `None` if the tiers have none.
    ///
    /// Never creates an object.
    ///
    /// Asks the same tiers as [`get`](Self::get). Objects in the caches of other threads are not
    /// found.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    /// assert!(pool.get_idle().is_none());
    /// drop(pool.get());
    /// assert!(pool.get_idle().is_some());
    /// ```
    #[inline]
    #[must_use = "the object goes straight back to the pool when the guard is dropped"]
    #[track_caller]
    pub fn get_idle(&self) -> Option<Guard<'_, T>>
    where
        T: PoolObject,
    {
        Guard::get_idle(&self.shared, Location::caller())
    }
}

impl<T: PoolObject, F> Pool<T, F> {
    /// Adds an object that was created elsewhere: the pool resets it and keeps it as an idle
    /// object.
    ///
    /// The object is dropped instead if the pool is full, or if
    /// [`should_discard`](crate::Poolable::should_discard) returns true.
    ///
    /// # Panics
    ///
    /// Panics if the object's `should_discard`, `reset` or `Drop` panics; the object is dropped.
    pub fn attach(&self, object: T) {
        self.attach_boxed(Box::new(object));
    }

    /// Adds an object that is already in a box, without moving it.
    ///
    /// Otherwise like [`attach`](Self::attach).
    ///
    /// # Panics
    ///
    /// Panics where [`attach`](Self::attach) does.
    pub fn attach_boxed(&self, object: Box<T>) {
        self.shared.attach(object);
    }

    /// Ends a generation: drops the objects that have been idle since the previous tick.
    ///
    /// Objects that are idle now are dropped at the next tick, unless [`get`](Self::get) takes them
    /// before. So the pool keeps as many objects as one generation needed.
    ///
    /// A tick also empties the caches of all threads, including threads that sleep; the first `get`
    /// of each object afterwards takes a few locks. A thread that was interrupted while it took or
    /// returned an object keeps its cache until the next tick.
    ///
    /// The pool ticks by itself once per [`idle_timeout`](PoolBuilder::idle_timeout), as long as it
    /// is used. Call `tick` for pools that may be unused, and in tests.
    ///
    /// # Cost
    ///
    /// One lock for each thread that has used the pool, and an interruption of every processor that
    /// runs a thread of the process.
    ///
    /// # Examples
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    /// drop((pool.get(), pool.get(), pool.get()));
    /// pool.tick();
    /// drop(pool.get()); // the only one that this generation needs
    /// pool.tick();
    /// assert_eq!(pool.stats().idle, 1);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics with the first panic of an object's `Drop`. All aged objects are dropped
    /// nevertheless.
    pub fn tick(&self) {
        self.shared.tick();
    }

    /// Drops every idle object, including those in the caches of other threads.
    ///
    /// Objects in use are not affected: they return to the pool as usual. If a thread is taking or
    /// returning an object at this moment, `clear` waits for it, usually for a few instructions.
    /// The cost is that of [`tick`](Self::tick).
    ///
    /// # Panics
    ///
    /// Panics with the first panic of an object's `Drop`. All idle objects are dropped
    /// nevertheless.
    pub fn clear(&self) {
        self.shared.clear();
    }

    /// Returns the pool's name: the one set with [`PoolBuilder::name`], or else the name of the
    /// type `T`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shared.name().unwrap_or_else(type_name::<T>)
    }

    /// Changes which objects the [census](Self::census) tracks, while the program runs.
    ///
    /// The level applies to objects that are taken from now on, also on other threads: usually from
    /// their next operation on. Objects in use stay tracked or untracked, as they were taken. The
    /// cost is that of [`tick`](Self::tick).
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    /// pool.set_leak_detection(LeakDetection::All);
    /// let leaked = pool.get();
    /// assert_eq!(pool.census().live(), 1);
    /// # drop(leaked);
    /// ```
    pub fn set_leak_detection(&self, level: LeakDetection) {
        self.shared.set_leak_detection(level);
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
