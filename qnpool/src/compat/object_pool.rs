//! The API of [object-pool] 0.6 on top of [`Pool`](crate::Pool).
//!
//! ```
//! # #[derive(Default, qnpool::Poolable)]
//! # #[pool(max_capacity = 4096)]
//! # struct Packet { body: Vec<u8> }
//! use qnpool::compat::object_pool::Pool; // was: use object_pool::Pool;
//!
//! let pool = Pool::new(32, Packet::default);
//! let mut packet = pool.pull(Packet::default);
//! packet.body.push(1);
//! drop(packet);
//! assert_eq!(pool.len(), 32);
//! ```
//!
//! A plain container has no built-in limit, so the import line sets one:
//!
//! ```
//! // was: use object_pool::Pool;
//! type Pool<T> = qnpool::compat::object_pool::BoundedPool<T, 4096>;
//!
//! let pool = Pool::new(32, || Vec::with_capacity(1500));
//! let mut buffer = pool.try_pull().unwrap();
//! buffer.extend_from_slice(b"hello");
//! let (pool, buffer) = buffer.detach();
//! assert_eq!((pool.len(), buffer), (31, b"hello".to_vec()));
//! ```
//!
//! [object-pool]: https://docs.rs/object-pool/0.6

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Init, lend_through};
use crate::idle_bound::IdleBound;
use crate::poolable::PoolObject;
use crate::{Bounded, Growable, Guard, OwnedGuard};

/// A pool of [`Poolable`](crate::Poolable) objects: `object_pool::Pool`.
///
/// Its methods are those of [`ObjectPool`].
pub type Pool<T> = ObjectPool<T, T>;

/// A pool of plain containers, which are cleared when they are returned and keep a capacity of at
/// most `MAX`.
///
/// The limit is in the container's own unit, as in [`Bounded`]. Its methods are those of
/// [`ObjectPool`].
pub type BoundedPool<C, const MAX: usize> = ObjectPool<C, Bounded<C, MAX>>;

/// A container from a [`BoundedPool`], which is returned on drop.
pub type BoundedReusable<'a, C, const MAX: usize> = Reusable<'a, C, Bounded<C, MAX>>;

/// A container from a [`BoundedPool`], in a guard that keeps the pool alive.
pub type BoundedReusableOwned<C, const MAX: usize> = ReusableOwned<C, Bounded<C, MAX>>;

/// How an [`ObjectPool`] stores an object: as it is, or with its limit.
///
/// This trait is sealed.
///
/// A `Poolable` type implements `Lend` of itself. For a plain container, `Bounded<Vec<u8>, 4096>`
/// implements `Lend<Vec<u8>>`.
pub trait Lend<T>: PoolObject + sealed::Sealed<T> {
    #[doc(hidden)]
    fn enclose(object: T) -> Self;
    #[doc(hidden)]
    fn disclose(self) -> T;
    #[doc(hidden)]
    fn lent(&self) -> &T;
    #[doc(hidden)]
    fn lent_mut(&mut self) -> &mut T;
}

impl<T: PoolObject> Lend<T> for T {
    fn enclose(object: T) -> Self {
        object
    }

    fn disclose(self) -> T {
        self
    }

    #[inline]
    fn lent(&self) -> &T {
        self
    }

    #[inline]
    fn lent_mut(&mut self) -> &mut T {
        self
    }
}

impl<C: Growable, const MAX: usize> Lend<C> for Bounded<C, MAX> {
    fn enclose(object: C) -> Self {
        Self::new(object)
    }

    fn disclose(self) -> C {
        self.into_inner()
    }

    #[inline]
    fn lent(&self) -> &C {
        self
    }

    #[inline]
    fn lent_mut(&mut self) -> &mut C {
        self
    }
}

mod sealed {
    use crate::poolable::PoolObject;
    use crate::{Bounded, Growable};

    pub trait Sealed<T> {}

    impl<T: PoolObject> Sealed<T> for T {}

    impl<C: Growable, const MAX: usize> Sealed<C> for Bounded<C, MAX> {}
}

/// The pool behind [`Pool`] and [`BoundedPool`].
///
/// It counts as object-pool does. [`len`](Self::len) is the number given to [`new`](Self::new),
/// plus one for each object that [`pull`](Self::pull) created by its fallback or that was attached,
/// minus the objects that are in use or were detached. So [`try_pull`](Self::try_pull) returns
/// `None` exactly when all are in use. The number counts permits, not memory: an object that was
/// dropped by ageing, or is in the cache of another thread, is created again.
///
/// # Limits
///
/// The limit on idle objects is the number given to `new`, or the default of a
/// [`Pool`](crate::Pool) if that is more.
///
/// # Cost
///
/// Each pull and each return is an atomic read-modify-write of a counter that all threads share,
/// besides the cost of a [`Pool`](crate::Pool). If you do not need the count, use that.
///
/// # Examples
///
/// ```
/// use qnpool::compat::object_pool::BoundedPool;
/// use std::sync::Arc;
///
/// let pool = Arc::new(BoundedPool::<String, 256>::new(1, String::new));
/// let mut line = pool.pull_owned(String::new);
/// std::thread::spawn(move || line.push_str("hello")).join().unwrap();
/// assert_eq!(pool.len(), 1);
///
/// let only = pool.try_pull().unwrap();
/// assert!(only.is_empty() && pool.try_pull().is_none());
/// assert_eq!(pool.inner().stats().outstanding, 1);
/// ```
pub struct ObjectPool<T, P> {
    /// In an `Arc`, which the guards of [`pull_owned`](Self::pull_owned) need.
    inner: Arc<crate::Pool<P, Init<P>>>,
    available: AtomicUsize,
    object: PhantomData<fn() -> T>,
}

impl<T, P> ObjectPool<T, P> {
    /// Creates a pool and `capacity` objects with `init`, as far as the limit allows.
    ///
    /// The pool keeps `init`, to create objects again after it has dropped some. So `init` must be
    /// `Send + Sync + 'static`, unlike in object-pool.
    ///
    /// # Panics
    ///
    /// Panics if `init` or the `reset` of an object panics.
    #[must_use]
    pub fn new<F>(capacity: usize, init: F) -> Self
    where
        P: Lend<T>,
        F: Fn() -> T + Send + Sync + 'static,
    {
        let default = IdleBound::DEFAULT.max_idle::<P>();
        let init: Init<P> = Box::new(move || P::enclose(init()));
        let inner = crate::Pool::<P>::builder()
            .max_idle(default.max(capacity))
            .create(init);
        inner.prewarm(capacity);
        Self {
            inner: Arc::new(inner),
            available: AtomicUsize::new(capacity),
            object: PhantomData,
        }
    }
}

impl<T, P: Lend<T>> ObjectPool<T, P> {
    /// Returns how many objects can be pulled before `try_pull` returns `None`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.available.load(Ordering::Acquire)
    }

    /// Returns whether `try_pull` would return `None`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns an object, or `None` if all are in use.
    ///
    /// # Panics
    ///
    /// Panics if the constructor does. It is called if the object was dropped or is in the cache of
    /// another thread.
    #[inline]
    #[track_caller]
    pub fn try_pull(&self) -> Option<Reusable<'_, T, P>> {
        let slot = Slot::claim(self).ok()?;
        Some(Reusable {
            guard: self.inner.get(),
            slot,
        })
    }

    /// Returns an object, and creates it by `fallback` if all are in use.
    ///
    /// The pool then has one object more.
    ///
    /// # Panics
    ///
    /// Panics where [`try_pull`](Self::try_pull) does, and if `fallback` or the object's `reset`
    /// panics.
    #[inline]
    #[track_caller]
    pub fn pull<F: Fn() -> T>(&self, fallback: F) -> Reusable<'_, T, P> {
        let slot = self.claim_or_make(self, fallback);
        Reusable {
            guard: self.inner.get(),
            slot,
        }
    }

    /// Returns an object, or `None` if all are in use, in a guard that keeps the pool alive.
    ///
    /// # Panics
    ///
    /// Panics where [`try_pull`](Self::try_pull) does.
    #[inline]
    #[track_caller]
    pub fn try_pull_owned(self: &Arc<Self>) -> Option<ReusableOwned<T, P>> {
        let slot = Slot::claim(Arc::clone(self)).ok()?;
        Some(ReusableOwned {
            guard: self.inner.get_owned(),
            slot,
        })
    }

    /// Returns an object in a guard that keeps the pool alive, and creates it by `fallback` if all
    /// are in use.
    ///
    /// The pool then has one object more.
    ///
    /// # Panics
    ///
    /// Panics where [`pull`](Self::pull) does.
    #[inline]
    #[track_caller]
    pub fn pull_owned<F: Fn() -> T>(self: &Arc<Self>, fallback: F) -> ReusableOwned<T, P> {
        let slot = self.claim_or_make(Arc::clone(self), fallback);
        ReusableOwned {
            guard: self.inner.get_owned(),
            slot,
        }
    }

    /// Adds an object: it is reset, and the pool has one more.
    ///
    /// # Panics
    ///
    /// Panics if `reset` does; the object is dropped.
    pub fn attach(&self, object: T) {
        self.inner.attach(P::enclose(object));
        self.available.fetch_add(1, Ordering::Release);
    }

    /// Returns the pool behind the adapter, for `stats`, `census`, `health`, `tick` and the like.
    ///
    /// Objects that are taken from it directly are not counted by [`len`](Self::len).
    #[must_use]
    pub fn inner(&self) -> &crate::Pool<P, Init<P>> {
        &self.inner
    }

    /// Claims a permit, and creates an object by `fallback` if there is none.
    ///
    /// The object goes through the pool, whose next object it usually is. If the pool is full, it
    /// is dropped, and the next object is another one, just as clean.
    fn claim_or_make<H>(&self, pool: H, fallback: impl Fn() -> T) -> Slot<H>
    where
        H: Deref<Target = Self>,
    {
        Slot::claim(pool).unwrap_or_else(|pool| {
            self.inner.attach(P::enclose(fallback()));
            Slot(Some(pool))
        })
    }
}

impl<T, P: Lend<T>> fmt::Debug for ObjectPool<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectPool")
            .field("len", &self.len())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

/// A pool that counts its permits.
trait Count {
    fn available(&self) -> &AtomicUsize;
}

impl<T, P: Lend<T>> Count for ObjectPool<T, P> {
    fn available(&self) -> &AtomicUsize {
        &self.available
    }
}

/// The permit of an object in use. It is returned together with the object, also if the object
/// panics during its return. Empty only if the object has been detached.
struct Slot<H: Deref<Target: Count>>(Option<H>);

impl<H: Deref<Target: Count>> Slot<H> {
    /// Takes a permit, or returns the pool if there is none.
    ///
    /// Acquires, as the lock of object-pool does: the thread that takes the last permit sees the
    /// writes of its previous holder.
    #[inline]
    fn claim(pool: H) -> Result<Self, H> {
        let one_less = |available: usize| available.checked_sub(1);
        match pool
            .available()
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, one_less)
        {
            Ok(_) => Ok(Self(Some(pool))),
            Err(_) => Err(pool),
        }
    }

    /// Gives up the permit permanently.
    fn leave(mut self) -> H {
        let pool = self.0.take();
        pool.expect("a slot has its pool until it is left")
    }
}

impl<H: Deref<Target: Count>> Drop for Slot<H> {
    #[inline]
    fn drop(&mut self) {
        if let Some(pool) = &self.0 {
            pool.available().fetch_add(1, Ordering::Release);
        }
    }
}

/// A pooled object that is reset and returned on drop: `object_pool::Reusable`.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct Reusable<'a, T, P: Lend<T> = T> {
    // Dropped in this order: the object is returned before its permit.
    guard: Guard<'a, P>,
    slot: Slot<&'a ObjectPool<T, P>>,
}

/// A pooled object in a guard that keeps its pool alive: `object_pool::ReusableOwned`.
///
/// It counts two references; [`OwnedGuard`] needs only one.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct ReusableOwned<T, P: Lend<T> = T> {
    guard: OwnedGuard<P, Init<P>>,
    slot: Slot<Arc<ObjectPool<T, P>>>,
}

impl<'a, T, P: Lend<T>> Reusable<'a, T, P> {
    /// Removes the object from the pool permanently, and returns both.
    ///
    /// The pool then has one object less.
    ///
    /// The object is returned as it is, without a reset.
    #[must_use = "the object is dropped"]
    pub fn detach(self) -> (&'a ObjectPool<T, P>, T) {
        let object = Guard::detach(self.guard).disclose();
        (self.slot.leave(), object)
    }
}

impl<T, P: Lend<T>> ReusableOwned<T, P> {
    /// Removes the object from the pool permanently, and returns both.
    ///
    /// The pool then has one object less.
    ///
    /// The object is returned as it is, without a reset.
    #[must_use = "the object is dropped"]
    pub fn detach(self) -> (Arc<ObjectPool<T, P>>, T) {
        let object = OwnedGuard::detach(self.guard).disclose();
        (self.slot.leave(), object)
    }
}

lend_through!([T, P: Lend<T>] Reusable<'_, T, P> => T, P);
lend_through!([T, P: Lend<T>] ReusableOwned<T, P> => T, P);
