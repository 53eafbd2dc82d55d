//! The pool of one thread: the public type, its builder, guards and store.

#![expect(
    clippy::unnecessary_box_returns,
    reason = "objects travel in their box"
)]

mod builder;
mod guard;
mod store;
mod unwinding;

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::fmt;

pub use builder::LocalPoolBuilder;
pub use guard::{LocalGuard, LocalOwnedGuard};

use crate::constructor::{Boxed, Constructor};
use crate::poolable::PoolObject;
use store::{Entry, Store, reset_new};

/// A pool of reusable objects for one thread, without locks or atomics.
///
/// [`get`](Self::get) returns an idle object, or creates one if there is none. Dropping the
/// [`LocalGuard`] resets the object and returns it to the pool, also when the holder returns early
/// or panics. Every object is pristine when `get` returns it: new objects pass through
/// [`reset`](crate::Poolable::reset) as well.
///
/// The pool cannot be shared between threads, and its guards cannot leave their thread, so the
/// objects need not be `Send`. It needs `alloc`, but not `std`.
///
/// # Examples
///
/// ```
/// use std::rc::Rc;
///
/// use qnpool::{LocalPool, Poolable};
///
/// #[derive(Default, Poolable)]
/// struct Node {
///     #[pool(max_capacity = 16)]
///     children: Vec<Rc<str>>, // not `Send`
/// }
///
/// thread_local! {
///     static NODES: LocalPool<Node> = const { LocalPool::new() };
/// }
///
/// NODES.with(|nodes| {
///     let mut node = nodes.get();
///     node.children.push("leaf".into());
///     drop(node); // resets the node and returns it to the pool
///
///     let node = nodes.get();
///     assert!(node.children.is_empty());
///     assert!(node.children.capacity() >= 1); // the allocation was kept
/// });
/// ```
///
/// # Limits
///
/// At most [`max_idle`](LocalPoolBuilder::max_idle) objects are idle. An object that is returned to
/// a full pool is dropped. The default limit is 64 MiB of idle memory, computed from
/// `size_of::<T>() + T::MAX_RETAINED_BYTES`. If `MAX_RETAINED_BYTES` is
/// [`UNBOUNDED`](crate::UNBOUNDED), the default is 64 MiB computed from `size_of::<T>()` alone, and
/// at most 131,072 objects; that number is also the default for objects of 0 bytes. The number of
/// objects *in use* is not limited.
///
/// An object that stays idle between two calls of [`tick`](Self::tick) is freed. Buffers are shrunk
/// to their limits, but not below: only `Pool` shrinks them to what the traffic fills.
///
/// # Cost
///
/// A hit is a pop from a vector, a return is a push, and each updates a counter; neither allocates.
/// The rest is the object's own `reset`.
///
/// # Panics in an object's code
///
/// If `reset` or `should_discard` panics during a return, the pool drops that object, counts it,
/// and passes the panic on to the code that dropped the guard. The same goes for a panic in `Drop`.
/// If the thread is unwinding already, the panic is caught instead, since a second panic would
/// abort the process; without the feature `std` this is not possible, and a second panic aborts.
/// The pool remains consistent in either case.
///
/// The constructor, `reset`, `should_discard` and `Drop` of an object may use the pool that the
/// object is in.
///
/// # When not to use it
///
/// - For objects that other threads use too: use `Pool`, which is nearly as fast.
/// - For small objects that are cheap to create: a good allocator is as fast.
/// - For many objects that all end together: use an arena.
/// - To find a leak: [`stats`](Self::stats) reports how many objects are in use, but there is no
///   census, no health report and no report of long holds. These need a clock and `std`, and
///   `qnpool::pools` cannot list a pool of another thread. Use a `Pool` while you look for the
///   leak.
///
/// [Pools](crate::docs::pools) compares the two kinds of pool.
pub struct LocalPool<T, F = fn() -> T> {
    create: F,
    store: Store<T>,
}

// The bounds are on the functions, not on the type: otherwise each mention of a pool whose objects
// are not `Poolable` would be a separate error.
impl<T> LocalPool<T> {
    /// Creates an empty pool whose objects are created by `T::default()`.
    ///
    /// Allocates nothing until the first object is returned, so it can initialize a `thread_local!`
    /// with `const { … }`.
    #[must_use]
    pub const fn new() -> Self
    where
        T: PoolObject + Default,
    {
        LocalPoolBuilder::new().build()
    }

    /// Returns a builder, to change the settings of a new pool.
    ///
    /// ```
    /// use qnpool::{Bounded, LocalPool};
    ///
    /// thread_local! {
    ///     static LINES: LocalPool<Bounded<String, 256>> =
    ///         const { LocalPool::builder().name("lines").max_idle(64).build() };
    /// }
    /// LINES.with(|lines| assert_eq!(lines.name(), "lines"));
    /// ```
    pub const fn builder() -> LocalPoolBuilder<T> {
        LocalPoolBuilder::new()
    }
}

impl<T, F: Fn() -> T> LocalPool<T, F> {
    /// Creates an empty pool whose objects are created by `create`.
    ///
    /// The pool resets each new object before `get` returns it.
    ///
    /// ```
    /// use qnpool::{Bounded, LocalPool};
    ///
    /// let pool = LocalPool::with(|| Bounded::<Vec<u8>, 4096>::new(Vec::with_capacity(1500)));
    /// assert!(pool.get().capacity() >= 1500);
    /// ```
    #[must_use]
    pub const fn with(create: F) -> Self
    where
        T: PoolObject,
    {
        LocalPoolBuilder::new().create(create)
    }
}

impl<T, F: Fn() -> Box<T>> LocalPool<T, Boxed<F>> {
    /// Creates an empty pool for objects that are too large for the stack.
    ///
    /// `create` returns each object in a box, and the pool never moves the object out of it.
    /// Otherwise like [`with`](Self::with).
    ///
    /// ```
    /// use qnpool::LocalPool;
    ///
    /// let frames = LocalPool::with_boxed(|| {
    ///     let pixels = vec![[0_u8; 4]; 1 << 20].into_boxed_slice();
    ///     Box::<[[u8; 4]; 1 << 20]>::try_from(pixels).unwrap()
    /// });
    /// assert_eq!(frames.get().len(), 1 << 20);
    /// ```
    #[must_use]
    pub const fn with_boxed(create: F) -> Self
    where
        T: PoolObject,
    {
        LocalPoolBuilder::new().create_boxed(create)
    }
}

impl<T, F> LocalPool<T, F> {
    /// Returns a pristine object, and creates it if none is idle.
    ///
    /// # Panics
    ///
    /// Panics if the constructor, or the first `reset` of a new object, panics. The pool is then
    /// unchanged.
    #[inline]
    pub fn get(&self) -> LocalGuard<'_, T>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        LocalGuard::new(&self.store, self.take())
    }

    /// Returns a pristine object, in a guard that keeps the pool alive instead of borrowing it.
    ///
    /// Use it where the guard has to be `'static`. Otherwise like [`get`](Self::get).
    ///
    /// ```
    /// use qnpool::{Bounded, LocalPool};
    /// use std::rc::Rc;
    ///
    /// let pool = Rc::new(LocalPool::<Bounded<Vec<u8>, 4096>>::new());
    /// let mut buffer = pool.get_owned();
    /// let task: Box<dyn FnOnce()> = Box::new(move || buffer.push(1));
    /// task();
    /// assert_eq!(pool.stats().idle, 1);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics where [`get`](Self::get) does.
    #[inline]
    pub fn get_owned(self: &Rc<Self>) -> LocalOwnedGuard<T, F>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        let object = self.take();
        LocalOwnedGuard::new(Rc::clone(self), object)
    }

    /// Creates objects until `objects` are idle, or as many as the limit allows.
    ///
    /// Objects that are idle already count, also those that the next [`tick`](Self::tick) would
    /// drop. The new objects are reset, and count as [`attached`](crate::Stats::attached).
    ///
    /// ```
    /// use qnpool::{Bounded, LocalPool};
    ///
    /// let pool = LocalPool::<Bounded<Vec<u8>, 4096>>::new();
    /// pool.prewarm(8);
    /// drop(pool.get());
    /// assert_eq!((pool.stats().idle, pool.stats().created), (8, 0));
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the constructor, or the first `reset` of an object, panics. Objects that were
    /// created before remain in the pool.
    pub fn prewarm(&self, objects: usize)
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        // At most as many as are missing now: otherwise a constructor that takes objects from the
        // pool would keep this loop going.
        let target = objects.min(self.store.max_idle());
        for _ in self.store.idle()..target {
            if self.store.idle() >= target {
                break;
            }
            let object = reset_new(self.create.construct());
            self.store.keep(object, Entry::Attach);
        }
    }
}

impl<T: PoolObject, F> LocalPool<T, F> {
    #[inline]
    fn take(&self) -> Box<T>
    where
        F: Constructor<T>,
    {
        match self.store.take_idle() {
            Some(object) => object,
            None => self.make(),
        }
    }

    #[cold]
    fn make(&self) -> Box<T>
    where
        F: Constructor<T>,
    {
        // Runs user code, so nothing is borrowed here, and the object is not counted yet.
        let object = reset_new(self.create.construct());
        self.store.created();
        object
    }
}

impl<T, F> LocalPool<T, F> {
    pub(super) const fn from_parts(create: F, store: Store<T>) -> Self {
        Self { create, store }
    }

    #[inline]
    pub(crate) const fn store(&self) -> &Store<T> {
        &self.store
    }

    /// Returns an idle object, or `None` if there is none.
    ///
    /// Never creates an object.
    ///
    /// ```
    /// use qnpool::LocalPool;
    ///
    /// let pool = LocalPool::<u64>::new();
    /// assert!(pool.get_idle().is_none());
    /// drop(pool.get());
    /// assert!(pool.get_idle().is_some());
    /// ```
    #[inline]
    #[must_use = "the object goes straight back to the pool when the guard is dropped"]
    pub fn get_idle(&self) -> Option<LocalGuard<'_, T>>
    where
        T: PoolObject,
    {
        let object = self.store.take_idle()?;
        Some(LocalGuard::new(&self.store, object))
    }
}

impl<T: PoolObject, F> LocalPool<T, F> {
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
        self.store.recycle(object, Entry::Attach);
    }

    /// Ends a generation: drops the objects that have been idle since the previous tick.
    ///
    /// Objects that are idle now are dropped at the next tick, unless [`get`](Self::get) takes them
    /// before, which it does only if no other object is idle. So the pool keeps as many objects as
    /// one generation needed.
    ///
    /// No clock is part of `alloc`, so the pool never ticks by itself. Call `tick` once a minute,
    /// or every few thousand iterations of an event loop. The cost is the drop of the aged objects.
    ///
    /// ```
    /// use qnpool::LocalPool;
    ///
    /// let pool = LocalPool::<u64>::new();
    /// drop((pool.get(), pool.get()));
    /// pool.tick();
    /// drop(pool.get()); // used in this generation, so it is kept
    /// pool.tick();
    /// assert_eq!(pool.stats().idle, 1);
    /// assert_eq!(pool.stats().discarded_aged, 1);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the `Drop` of an object panics. The generation has ended nevertheless, and all
    /// aged objects are dropped.
    pub fn tick(&self) {
        self.store.tick();
    }

    /// Drops every idle object, of both generations.
    ///
    /// Objects in use are not affected: they return to the pool as usual. Objects that the dropped
    /// objects put into the pool meanwhile remain there.
    ///
    /// # Panics
    ///
    /// Panics if the `Drop` of an object panics. All idle objects are dropped nevertheless.
    pub fn clear(&self) {
        self.store.clear();
    }

    /// Returns the pool's name: the one set with [`LocalPoolBuilder::name`], or else the name of
    /// the type `T`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.store.name()
    }

    /// Panics if objects are in use.
    ///
    /// Call it at the end of a test.
    ///
    /// ```should_panic
    /// use qnpool::LocalPool;
    ///
    /// let pool = LocalPool::<u64>::new();
    /// std::mem::forget(pool.get());
    /// pool.assert_no_leaks();
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if an object is in use; the message has their number and the pool's name.
    #[track_caller]
    pub fn assert_no_leaks(&self) {
        let stats = self.stats();
        assert!(
            stats.outstanding == 0,
            "{} {} still out of local pool `{}`",
            stats.outstanding,
            stats.objects_are(),
            self.name()
        );
    }
}

impl<T: PoolObject + Default> Default for LocalPool<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PoolObject, F> fmt::Debug for LocalPool<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalPool")
            .field("name", &self.name())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
