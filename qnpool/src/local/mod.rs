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
/// [`get`](Self::get) hands out an idle object or makes one; dropping the
/// [`LocalGuard`] resets the object and puts it back, also when the holder returns
/// early or panics. Objects are pristine whenever they are handed out: a new one
/// passes through [`reset`](crate::Poolable::reset) as well.
///
/// The pool cannot be shared between threads, and its guards cannot leave their
/// thread, so the objects need not be `Send`. It needs `alloc` and no `std`.
///
/// # Bounds
///
/// At most [`max_idle`](LocalPoolBuilder::max_idle) objects wait in the pool; one
/// that comes back beyond that is dropped. The default bound is 64 MiB of idle
/// memory, computed from `size_of::<T>() + T::MAX_RETAINED_BYTES`. For a type whose
/// `MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED), the default is 64 MiB
/// computed from `size_of::<T>()` alone, and at most 131,072 objects; that many is
/// also the default for objects of 0 bytes. How many objects are *out* is not limited.
///
/// What two calls of [`tick`](Self::tick) find
/// idle is freed. Buffers are cut at their limits, and not below to what the traffic fills
/// of them, as a pool that threads share does it.
///
/// # Cost
///
/// A hit is a pop from a vector and the return a push, with two counters; nothing
/// is allocated. The rest of the cost is the object's own `reset`.
///
/// # What it does not tell
///
/// [`stats`](Self::stats) says how much is out, not at which line, nor for how long: there is
/// no census, no verdict and no report of long holds, all of which need a clock and `std`, and
/// `qnpool::pools` does not list what another thread cannot look at. To find a leak, make the
/// pool a `Pool` for a while.
///
/// # Panics in an object's own code
///
/// A panic in `reset` or `should_discard` on the way back drops that object, is
/// counted, and goes on to whoever dropped the guard; one in `Drop` likewise. While
/// the thread is unwinding already it ends in the pool instead, since a second panic
/// would abort the process. Without the feature `std` this cannot be known, and a
/// second panic while unwinding aborts, as always. The pool's state is right in
/// either case.
///
/// An object's constructor, `reset`, `should_discard` and `Drop` may use the pool
/// that the object is in.
///
/// # When not to use it
///
/// For objects that other threads use too: that is `Pool`, which is nearly as fast.
/// For objects that are small and cheap to make: a good allocator is as fast. For
/// many objects that all end together, an arena is the better tool.
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
///     drop(node); // reset, and back in the pool
///
///     let node = nodes.get();
///     assert!(node.children.is_empty());
///     assert!(node.children.capacity() >= 1); // the allocation was kept
/// });
/// ```
pub struct LocalPool<T, F = fn() -> T> {
    create: F,
    store: Store<T>,
}

// The bounds are on the functions: with a bound on the type, each mention of a pool whose
// objects cannot be reset would be an error of its own.
impl<T> LocalPool<T> {
    /// An empty pool whose objects are made by `T::default()`.
    ///
    /// Allocates nothing until the first object comes back, so it can be the value
    /// of a `thread_local!` with `const { … }`.
    #[must_use]
    pub const fn new() -> Self
    where
        T: PoolObject + Default,
    {
        LocalPoolBuilder::new().build()
    }

    /// Settings for a pool; the same calls work in a `thread_local!`.
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
    /// An empty pool whose objects are made by `create`, and then reset.
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
    /// An empty pool whose objects are made by `create` in their box, and then reset.
    ///
    /// For objects too large to stand on the stack, where [`with`](Self::with) may
    /// move them from.
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
    /// Hands out a pristine object: an idle one, or else a new one.
    ///
    /// # Panics
    ///
    /// If the constructor or the first `reset` of a new object panics; the pool
    /// is then as it was.
    #[inline]
    pub fn get(&self) -> LocalGuard<'_, T>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        LocalGuard::new(&self.store, self.take())
    }

    /// Like [`get`](Self::get), with a guard that keeps the pool alive instead of
    /// borrowing it.
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
    /// As [`get`](Self::get).
    #[inline]
    pub fn get_owned(self: &Rc<Self>) -> LocalOwnedGuard<T, F>
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        let object = self.take();
        LocalOwnedGuard::new(Rc::clone(self), object)
    }

    /// Makes objects until `objects` of them wait, or as many as the pool's bound
    /// allows.
    ///
    /// Those that wait already count, the generation that the next
    /// [`tick`](Self::tick) drops included. The new ones are reset and counted as
    /// [`attached`](crate::Stats::attached).
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
    /// If the constructor or the first `reset` of an object panics; the objects
    /// made before stay in the pool.
    pub fn prewarm(&self, objects: usize)
    where
        T: PoolObject,
        F: Constructor<T>,
    {
        // No more than are missing now: a constructor that takes objects from the
        // pool must not keep this going for ever.
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
        // User code, so nothing is borrowed and nothing has been counted yet.
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

    /// Hands out an idle object, if there is one; never makes one.
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
    /// Lets an object in that was made elsewhere: it is reset and waits with the others.
    ///
    /// It is dropped if the pool is full or the object says that it
    /// [should be discarded](crate::Poolable::should_discard).
    ///
    /// # Panics
    ///
    /// If the object's own code panics; the object is dropped.
    pub fn attach(&self, object: T) {
        self.attach_boxed(Box::new(object));
    }

    /// Like [`attach`](Self::attach), for an object that is in a box already and so
    /// need not be moved.
    ///
    /// # Panics
    ///
    /// As [`attach`](Self::attach).
    pub fn attach_boxed(&self, object: Box<T>) {
        self.store.recycle(object, Entry::Attach);
    }

    /// Begins the next generation: what was idle at the last tick and still is, is dropped.
    ///
    /// The objects that are idle now become the victim generation. [`get`](Self::get)
    /// takes from it only when nothing else is idle, and the next tick drops what is
    /// left of it. So an object that is not needed between two ticks is freed, and
    /// the pool shrinks to what is in use.
    ///
    /// Nothing calls it by itself: a clock is not part of `alloc`. Once a minute, or
    /// every few thousand rounds of an event loop, is a good pace. Costs the drop of
    /// the old objects.
    ///
    /// ```
    /// use qnpool::LocalPool;
    ///
    /// let pool = LocalPool::<u64>::new();
    /// drop((pool.get(), pool.get()));
    /// pool.tick();
    /// drop(pool.get()); // used, so it is of the new generation
    /// pool.tick();
    /// assert_eq!(pool.stats().idle, 1);
    /// assert_eq!(pool.stats().discarded_aged, 1);
    /// ```
    ///
    /// # Panics
    ///
    /// If the `Drop` of an object panics; the generation has ended and the others
    /// are dropped all the same.
    pub fn tick(&self) {
        self.store.tick();
    }

    /// Drops every idle object, of both generations. Objects that are out come back
    /// as usual.
    ///
    /// What the dropped objects put into the pool meanwhile stays there.
    ///
    /// # Panics
    ///
    /// If the `Drop` of an object panics; the others are dropped all the same.
    pub fn clear(&self) {
        self.store.clear();
    }

    /// The pool's name: what the builder was told, else the type's.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.store.name()
    }

    /// Panics if objects are out; for the end of a test.
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
    /// If an object is out.
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
