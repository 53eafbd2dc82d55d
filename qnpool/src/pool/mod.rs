//! The pool: the public type, its builder and guards, and the engine with one file
//! per tier.

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

/// A pool of reusable objects, shared by any number of threads.
///
/// [`get`](Self::get) hands out an idle object or makes one; dropping the
/// [`Guard`] resets the object and puts it back, also when the holder returns
/// early or panics. Objects are pristine whenever they are handed out: a new one
/// passes through [`reset`](crate::Poolable::reset) as well.
///
/// Every [`Poolable`](crate::Poolable) type is a `PoolObject`, and no other: the bound has a name
/// of its own for the sake of what the compiler says where it does not hold.
///
/// # Bounds
///
/// At most [`max_idle`](PoolBuilder::max_idle) objects wait in the pool; one that
/// comes back beyond that is dropped. The default bound is 64 MiB of idle memory,
/// computed from `size_of::<T>() + T::MAX_RETAINED_BYTES`. For a type whose
/// `MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED), the default is 64 MiB
/// computed from `size_of::<T>()` alone, and at most 131,072 objects; that many is
/// also the default for objects of 0 bytes. How many objects are *out* is not limited.
///
/// [`health`](Self::health) reports a bound that is too small for the traffic, with one that
/// would be enough ([`BoundTooSmall`](crate::Reason::BoundTooSmall)).
///
/// A bound that is tight costs speed, not reuse. Each thread's cache sets credit aside for the
/// objects that it has handed out. Where that leaves others without room, or where there are fewer
/// than four objects of the bound for each thread, all threads share the idle objects: a pair of
/// `get` and drop then takes two locks, as with a mutex around a vector, instead of none. This ends
/// by itself, a second or more after it began. For full speed, let the bound be above what all
/// threads hold at once.
///
/// # When not to use it
///
/// For objects that are small and cheap to make, a good allocator is as fast.
/// Pool what owns buffers, what is costly to set up, or what crosses threads.
///
/// # Many pools
///
/// A pool allocates in proportion to its use. Until its first use it is the value in memory alone,
/// 120 bytes. A pool that is used a few times allocates some 550 bytes besides its objects, and
/// takes some 0.2 µs with its drop: so each compiled pattern or connection may have one. What
/// threads need, their caches of 400 bytes and more, is allocated for those that use the pool
/// often; and what the census needs, when the first object is followed.
///
/// # Processes, signals, and the end of memory
///
/// After a `fork`, the child has a copy of the pool and uses it as any other, what sleeps
/// in the caches of threads that it does not have included; *if* no other thread was in the
/// middle of an operation of a pool at the moment of the fork. Else an operation of the
/// child may wait for ever for that thread: call `exec`, or fork before there are threads.
///
/// A signal may interrupt any operation. The handler must not use a pool, as it must not
/// use an allocator.
///
/// A hit, and the return of an object to the thread's own cache, allocate nothing. Nor does an
/// object that is [followed](LeakDetection) without its stack, once its line is known and as
/// many have been out before. Where an allocation fails, that ends the process, as everywhere
/// in `std`. The exception is a process that runs out of memory while std captures a stack, or
/// looks names up in one: std does both under a lock that its report of the failure waits for,
/// in Rust 1.95. The pool asks for the memory before, up to 128 MiB once, and goes on without
/// the stack if there is none; so another thread must take the memory in between.
///
/// # Sandboxes
///
/// On Linux a thread reaches the caches of others by the system call `membarrier`, in `tick`,
/// `clear` and at the bound. The process registers for it once, when a thread first gets a
/// cache: at once if it has one thread. Else a thread is started that registers, which takes it 5 to 20
/// ms, and ends; until then every operation takes a lock. [`prewarm`](Self::prewarm) registers
/// too, and starts no thread. There is no other thread that a pool would start.
///
/// Where the call is refused from the start, every operation takes a lock for good. If it is
/// refused later, what other threads have in their caches is out of reach until they use the
/// pool again or exit, and [`health`](Self::health) says so
/// ([`FenceUnavailable`](crate::Reason::FenceUnavailable)). A sandbox that ends the process for
/// the call needs the environment variable `QNPOOL_ASYMMETRIC_FENCE`: set to `off`, `0` or
/// `false` before a pool is first used, the call is never made, as if it were refused from the
/// start.
///
/// # Not inside a global allocator
///
/// A `#[global_allocator]` must not use a pool. The pool allocates its own memory through that
/// allocator: in the first use of a pool, in the first use by each thread, and for each object
/// that is created. The allocator would call itself, and the process overflows its stack,
/// waits for itself or panics inside the allocator. There is no check, since a constructor may
/// use its own pool. Build such an allocator on `std::alloc::System` and fixed memory.
///
/// # Targets without a clock
///
/// `wasm32-unknown-unknown` has no clock. A pool works there, and no time passes for it: no
/// generation ends by itself, so call [`tick`](Self::tick) to free idle objects; ages in a
/// [census](Self::census) are zero; no hold is reported as too long.
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
pub struct Pool<T, F = fn() -> T> {
    create: F,
    shared: Shared<T>,
}

// The bounds are on the functions: with a bound on the type, each mention of a pool whose
// objects cannot be reset would be an error of its own.
impl<T> Pool<T> {
    /// An empty pool whose objects are made by `T::default()`.
    ///
    /// Allocates nothing until its first use, so it can be the value of a `static`.
    #[must_use]
    pub const fn new() -> Self
    where
        T: PoolObject + Default,
    {
        PoolBuilder::new().build()
    }

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

impl<T, F: Fn() -> T> Pool<T, F> {
    /// An empty pool whose objects are made by `create`, and then reset.
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
    /// As [`with`](Self::with), for objects that are too large for the stack:
    /// `create` makes them in their box, and they never leave it.
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
    /// Hands out a pristine object: an idle one, or else a new one.
    ///
    /// Asks the calling thread's own cache, which costs about what a thread-local vector
    /// costs; then the depot, where threads exchange up to 127 objects at a time; then the
    /// victim: what was idle at the last [`tick`](Self::tick), and is dropped at the next.
    /// A thread gets a cache of a pool that it uses often: after some 30 operations.
    ///
    /// # Panics
    ///
    /// If the constructor or the first `reset` of a new object panics; the pool
    /// is then as it was.
    #[inline]
    #[track_caller]
    pub fn get(&self) -> Guard<'_, T>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        Guard::get(&self.shared, Location::caller(), || self.make())
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
    #[inline]
    #[track_caller]
    pub fn get_owned(self: &Arc<Self>) -> OwnedGuard<T, F>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        OwnedGuard::get(self, Location::caller(), || self.make())
    }

    /// Makes objects until `objects` are idle, as far as the bound allows, so that the
    /// first users find some.
    ///
    /// They wait in the depot, for whichever thread comes first, and count as
    /// [`attached`](crate::Stats::attached). Like all others they age: those that
    /// nobody takes are dropped with the second [`tick`](Self::tick).
    ///
    /// On Linux the first call also registers the process for the system call by which threads
    /// reach each other's caches (see [above](Self#sandboxes)), for which it waits up to 20 ms,
    /// once in a process; `prewarm(0)` does nothing else.
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
    /// If the constructor or `reset` panics; the objects made before stay.
    pub fn prewarm(&self, objects: usize)
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        self.shared.prewarm(objects, || self.make());
    }
}

impl<T: PoolObject, F> Pool<T, F> {
    /// User code, so no lock is held and nothing has been counted yet.
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

    /// An idle object, or `None`; never makes one.
    ///
    /// Asks the same tiers as [`get`](Self::get). Objects in the caches of other
    /// threads are not found.
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
    /// Lets an object in that was made elsewhere: it is reset and waits with the others.
    ///
    /// It is dropped if the pool is full or the object says that it
    /// [should be discarded](crate::Poolable::should_discard).
    ///
    /// # Panics
    ///
    /// If `reset` panics; the object is dropped.
    pub fn attach(&self, object: T) {
        self.attach_boxed(Box::new(object));
    }

    /// As [`attach`](Self::attach), without a move.
    ///
    /// # Panics
    ///
    /// As [`attach`](Self::attach).
    pub fn attach_boxed(&self, object: Box<T>) {
        self.shared.attach(object);
    }

    /// Ends a generation: drops the objects that have been idle since the last tick, so
    /// that as many stay as this generation needed.
    ///
    /// An object that is idle now is dropped at the next tick, unless
    /// [`get`](Self::get) hands it out before. The caches of all threads are emptied for
    /// this, of those that sleep too: each object that is used again costs its first
    /// `get` a few locks. A thread that was stopped in the middle of taking or returning
    /// an object keeps its cache until the next tick. The pool ticks by itself at each
    /// [`idle_timeout`](PoolBuilder::idle_timeout), if it is used at all; calling this
    /// is for pools that nobody may be using, and for tests.
    ///
    /// Costs a lock for each thread that has used the pool, and an interruption of
    /// every processor that runs a thread of the process.
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
    /// If the `Drop` of an object panics, with the first such panic; all that have
    /// aged are dropped nevertheless.
    pub fn tick(&self) {
        self.shared.tick();
    }

    /// Drops every idle object, those in the caches of other threads included.
    /// Objects that are out come back as usual.
    ///
    /// Waits, a few instructions as a rule, for a thread that is taking or putting an
    /// object at this moment. Costs what [`tick`](Self::tick) costs.
    ///
    /// # Panics
    ///
    /// If the `Drop` of an object panics, with the first such panic; all are dropped
    /// nevertheless.
    pub fn clear(&self) {
        self.shared.clear();
    }

    /// The pool's name: what the builder was told, else the type's.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shared.name().unwrap_or_else(type_name::<T>)
    }

    /// Sets which objects the [census](Self::census) follows, from now on: a service in
    /// trouble need not be started anew to be looked into.
    ///
    /// Objects that are out already are followed, or not, as they were. Takes effect on
    /// other threads with their next operation, as a rule. Costs what
    /// [`tick`](Self::tick) costs.
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
