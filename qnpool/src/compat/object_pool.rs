//! The pool of [object-pool] 0.6, by its names.
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
//! A plain container has no limit of its own, so the import line states one:
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

/// A pool of objects that know how to reset themselves: `object_pool::Pool`.
///
/// Its methods are those of [`ObjectPool`].
pub type Pool<T> = ObjectPool<T, T>;

/// A pool of plain containers, which come back empty and keep a capacity of `MAX` at most.
///
/// The limit is in the container's own unit, as in [`Bounded`]. Its methods are those of
/// [`ObjectPool`].
pub type BoundedPool<C, const MAX: usize> = ObjectPool<C, Bounded<C, MAX>>;

/// A container on loan from a [`BoundedPool`].
pub type BoundedReusable<'a, C, const MAX: usize> = Reusable<'a, C, Bounded<C, MAX>>;

/// The same with a share in its pool.
pub type BoundedReusableOwned<C, const MAX: usize> = ReusableOwned<C, Bounded<C, MAX>>;

/// How an object waits in an [`ObjectPool`]: as it is, or with its limit. Sealed.
///
/// A container has both: `Lend<Vec<u8>>` is implemented by `Bounded<Vec<u8>, 4096>`.
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
/// It counts as object-pool does: [`len`](Self::len) is the number given to
/// [`new`](Self::new), and one more for each that [`pull`](Self::pull) made beside it or
/// that was attached, less what is out or was detached. So [`try_pull`](Self::try_pull) is
/// `None` exactly when as many are out. That number is of permits, not of memory: an
/// object that aged, or that waits in the cache of another thread, is made anew.
///
/// # Bounds
///
/// At most the number given to `new` wait, or what a [`Pool`](crate::Pool) keeps that was
/// told nothing, if that is more.
///
/// # Cost
///
/// An atomic read-modify-write, of a counter that all threads share, at each pull and each
/// return, besides what a [`Pool`](crate::Pool) costs. Without need of the count, use that.
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
    /// In an `Arc` of its own: the guards of [`pull_owned`](Self::pull_owned) need one.
    inner: Arc<crate::Pool<P, Init<P>>>,
    available: AtomicUsize,
    object: PhantomData<fn() -> T>,
}

impl<T, P> ObjectPool<T, P> {
    /// A pool of `capacity` objects, made now by `init`, as far as the bound allows.
    ///
    /// `init` is kept, to make anew what was dropped; so it must be `Send + Sync + 'static`,
    /// unlike object-pool's.
    ///
    /// # Panics
    ///
    /// If `init` or the `reset` of an object does.
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
    /// How many can be pulled before `try_pull` is `None`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.available.load(Ordering::Acquire)
    }

    /// Whether `try_pull` would be `None`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An object, or `None` if all are out.
    ///
    /// # Panics
    ///
    /// If the constructor does, where the object was dropped or waits elsewhere.
    #[inline]
    #[track_caller]
    pub fn try_pull(&self) -> Option<Reusable<'_, T, P>> {
        let slot = Slot::claim(self).ok()?;
        Some(Reusable {
            guard: self.inner.get(),
            slot,
        })
    }

    /// An object, made by `fallback` if all are out; the pool then has one more.
    ///
    /// # Panics
    ///
    /// As [`try_pull`](Self::try_pull), and if `fallback` does or the object's `reset`.
    #[inline]
    #[track_caller]
    pub fn pull<F: Fn() -> T>(&self, fallback: F) -> Reusable<'_, T, P> {
        let slot = self.claim_or_make(self, fallback);
        Reusable {
            guard: self.inner.get(),
            slot,
        }
    }

    /// As [`try_pull`](Self::try_pull), with a guard that keeps the pool alive.
    ///
    /// # Panics
    ///
    /// As [`try_pull`](Self::try_pull).
    #[inline]
    #[track_caller]
    pub fn try_pull_owned(self: &Arc<Self>) -> Option<ReusableOwned<T, P>> {
        let slot = Slot::claim(Arc::clone(self)).ok()?;
        Some(ReusableOwned {
            guard: self.inner.get_owned(),
            slot,
        })
    }

    /// As [`pull`](Self::pull), with a guard that keeps the pool alive.
    ///
    /// # Panics
    ///
    /// As [`pull`](Self::pull).
    #[inline]
    #[track_caller]
    pub fn pull_owned<F: Fn() -> T>(self: &Arc<Self>, fallback: F) -> ReusableOwned<T, P> {
        let slot = self.claim_or_make(Arc::clone(self), fallback);
        ReusableOwned {
            guard: self.inner.get_owned(),
            slot,
        }
    }

    /// Lets an object in; it is reset. The pool then has one more.
    ///
    /// # Panics
    ///
    /// If `reset` does; the object is dropped.
    pub fn attach(&self, object: T) {
        self.inner.attach(P::enclose(object));
        self.available.fetch_add(1, Ordering::Release);
    }

    /// The pool that does the work: for `stats`, `census`, `health`, `tick` and the like.
    ///
    /// What is taken from it directly is not counted.
    #[must_use]
    pub fn inner(&self) -> &crate::Pool<P, Init<P>> {
        &self.inner
    }

    /// A place among those that are out.
    ///
    /// What `fallback` makes goes through the pool, whose next object it is as a rule. At
    /// the bound it is dropped, and the next is another one, as clean.
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

/// A pool that counts how many are left.
trait Count {
    fn available(&self) -> &AtomicUsize;
}

impl<T, P: Lend<T>> Count for ObjectPool<T, P> {
    fn available(&self) -> &AtomicUsize {
        &self.available
    }
}

/// The place of an object that is out; it is given back with the object, also if that
/// panics on its way. Empty only where the object is detached.
struct Slot<H: Deref<Target: Count>>(Option<H>);

impl<H: Deref<Target: Count>> Slot<H> {
    /// Gives the pool back if all are out.
    ///
    /// Acquires, as the lock of object-pool does: who takes the last place sees what its
    /// last holder did.
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

    /// Leaves the place for good.
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

/// An object on loan, reset and put back on drop: `object_pool::Reusable`.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct Reusable<'a, T, P: Lend<T> = T> {
    // In this order: an object is back before another may be taken for it.
    guard: Guard<'a, P>,
    slot: Slot<&'a ObjectPool<T, P>>,
}

/// The same with a share in its pool: `object_pool::ReusableOwned`.
///
/// It counts two references, of which [`OwnedGuard`] needs one.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct ReusableOwned<T, P: Lend<T> = T> {
    guard: OwnedGuard<P, Init<P>>,
    slot: Slot<Arc<ObjectPool<T, P>>>,
}

impl<'a, T, P: Lend<T>> Reusable<'a, T, P> {
    /// Takes the object out for good, as it is; the pool has one less.
    #[must_use = "the object is dropped"]
    pub fn detach(self) -> (&'a ObjectPool<T, P>, T) {
        let object = Guard::detach(self.guard).disclose();
        (self.slot.leave(), object)
    }
}

impl<T, P: Lend<T>> ReusableOwned<T, P> {
    /// Takes the object out for good, as it is; the pool has one less.
    #[must_use = "the object is dropped"]
    pub fn detach(self) -> (Arc<ObjectPool<T, P>>, T) {
        let object = OwnedGuard::detach(self.guard).disclose();
        (self.slot.leave(), object)
    }
}

lend_through!([T, P: Lend<T>] Reusable<'_, T, P> => T, P);
lend_through!([T, P: Lend<T>] ReusableOwned<T, P> => T, P);
