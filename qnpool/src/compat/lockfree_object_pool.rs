//! The pools of [lockfree-object-pool] 0.1, by their names.
//!
//! ```
//! use qnpool::compat::lockfree_object_pool::LinearObjectPool;
//! // was: use lockfree_object_pool::LinearObjectPool;
//!
//! let pool = LinearObjectPool::<Vec<u8>>::new(
//!     || Vec::with_capacity(1500),
//!     |buffer| buffer.clear(),
//! );
//! pool.pull().extend_from_slice(b"hello");
//! let buffer = pool.pull();
//! assert!(buffer.is_empty() && buffer.capacity() >= 1500);
//! ```
//!
//! [lockfree-object-pool]: https://docs.rs/lockfree-object-pool/0.1

use std::fmt;
use std::sync::Arc;

use super::{Init, lend_through};
use crate::poolable::private::dropped_bytes;
use crate::{Guard, OwnedGuard, Pool, Poolable};

/// An object and the closure that resets it.
///
/// The closure travels with each object, since a reset is told nothing of its pool.
/// Two words and a count of references when an object is made; nothing when it is lent.
pub struct Resetting<T> {
    object: T,
    reset: Arc<dyn Fn(&mut T) + Send + Sync>,
}

impl<T> Resetting<T> {
    #[inline]
    fn lent(&self) -> &T {
        &self.object
    }

    #[inline]
    fn lent_mut(&mut self) -> &mut T {
        &mut self.object
    }
}

/// What a closure leaves of an object that owns memory is not known, so that is without a
/// bound. The closure itself is there once.
impl<T> Poolable for Resetting<T> {
    const MAX_RETAINED_BYTES: usize = dropped_bytes::<T>();

    fn reset(&mut self) {
        (self.reset)(&mut self.object);
    }
}

impl<T: fmt::Debug> fmt::Debug for Resetting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)
    }
}

/// A pool with two closures, `init` and `reset`: `lockfree_object_pool::LinearObjectPool`.
///
/// A new object goes through `reset` as well, so that new and reused are the same state.
/// Objects are made when they are needed, not 32 at a time.
///
/// # Bounds
///
/// At most 64 MiB of objects are idle, by `size_of` alone, and at most 131,072 objects where `T`
/// needs a drop. How much memory an object keeps is up to `reset`: one that only clears keeps the
/// largest use for as long as the object is in use. A type with the derive has limits.
///
/// # Cost
///
/// The call of a boxed closure at each return, as before, besides what a [`Pool`] costs.
///
/// # Examples
///
/// ```
/// use qnpool::compat::lockfree_object_pool::LinearObjectPool;
/// use std::sync::Arc;
///
/// let pool = Arc::new(LinearObjectPool::<u32>::new(|| 5, |number| *number = 0));
/// let mut number = pool.pull_owned();
/// assert_eq!(*number, 0); // new ones are reset as well
/// *number = 7;
/// std::thread::spawn(move || assert_eq!(*number, 7)).join().unwrap();
/// assert_eq!(*pool.pull(), 0);
/// assert_eq!(pool.inner().stats().outstanding, 0);
/// ```
pub struct LinearObjectPool<T>(Arc<Pool<Resetting<T>, Init<Resetting<T>>>>);

/// The same pool by another name: nothing spins.
pub type SpinLockObjectPool<T> = LinearObjectPool<T>;

/// The same pool by another name: a hit takes no lock.
pub type MutexObjectPool<T> = LinearObjectPool<T>;

impl<T: 'static> LinearObjectPool<T> {
    /// An empty pool, whose objects are made by `init`, and made pristine by `reset`.
    #[must_use]
    pub fn new<R, I>(init: I, reset: R) -> Self
    where
        R: Fn(&mut T) + Send + Sync + 'static,
        I: Fn() -> T + Send + Sync + 'static,
    {
        let reset: Arc<dyn Fn(&mut T) + Send + Sync> = Arc::new(reset);
        let init: Init<Resetting<T>> = Box::new(move || Resetting {
            object: init(),
            reset: Arc::clone(&reset),
        });
        Self(Arc::new(Pool::with(init)))
    }
}

impl<T> LinearObjectPool<T> {
    /// A pristine object: [`Pool::get`].
    ///
    /// # Panics
    ///
    /// If one of the closures does; the pool is then as it was.
    #[inline]
    #[track_caller]
    pub fn pull(&self) -> LinearReusable<'_, T> {
        LinearReusable {
            guard: self.0.get(),
        }
    }

    /// The same with a guard that keeps the pool alive: [`Pool::get_owned`].
    ///
    /// # Panics
    ///
    /// As [`pull`](Self::pull).
    #[inline]
    #[track_caller]
    pub fn pull_owned(self: &Arc<Self>) -> LinearOwnedReusable<T> {
        LinearOwnedReusable {
            guard: self.0.get_owned(),
        }
    }

    /// The pool that does the work: for `stats`, `census`, `health`, `tick` and the like.
    #[must_use]
    pub fn inner(&self) -> &Pool<Resetting<T>, Init<Resetting<T>>> {
        &self.0
    }
}

impl<T> fmt::Debug for LinearObjectPool<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LinearObjectPool").field(&self.0).finish()
    }
}

/// An object on loan, reset and put back on drop.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LinearReusable<'a, T> {
    guard: Guard<'a, Resetting<T>>,
}

/// The same with a share in its pool.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LinearOwnedReusable<T> {
    guard: OwnedGuard<Resetting<T>, Init<Resetting<T>>>,
}

/// The guard of a pool by another name.
pub type SpinLockReusable<'a, T> = LinearReusable<'a, T>;
/// The guard of a pool by another name.
pub type SpinLockOwnedReusable<T> = LinearOwnedReusable<T>;
/// The guard of a pool by another name.
pub type MutexReusable<'a, T> = LinearReusable<'a, T>;
/// The guard of a pool by another name.
pub type MutexOwnedReusable<T> = LinearOwnedReusable<T>;

lend_through!([T] LinearReusable<'_, T> => T, Resetting<T>);
lend_through!([T] LinearOwnedReusable<T> => T, Resetting<T>);
