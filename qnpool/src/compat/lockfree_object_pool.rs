//! The API of [lockfree-object-pool] 0.1 on top of [`Pool`].
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
/// Each object has a reference to the closure, since `reset` does not get its pool. This costs two
/// words per object, and a reference count when an object is created.
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

/// The memory that the closure leaves to an object is not known, so a type that owns memory is
/// unbounded. The closure exists once per pool.
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

/// A pool with the two closures `init` and `reset`: `lockfree_object_pool::LinearObjectPool`.
///
/// A new object is reset as well, so new and reused objects are in the same state. Objects are
/// created when they are needed, not 32 at a time.
///
/// # Limits
///
/// At most 64 MiB of objects are idle, computed from `size_of` alone, and at most 131,072 objects
/// if `T` needs a drop. How much memory an object keeps depends on `reset`: if it only clears the
/// object, the largest use is kept as long as the object is in use. A type with the derive has
/// limits.
///
/// # Cost
///
/// One call of a boxed closure per return, as in lockfree-object-pool, besides the cost of a
/// [`Pool`].
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

/// An alias of [`LinearObjectPool`], which does not spin.
pub type SpinLockObjectPool<T> = LinearObjectPool<T>;

/// An alias of [`LinearObjectPool`], which takes no lock on a hit.
pub type MutexObjectPool<T> = LinearObjectPool<T>;

impl<T: 'static> LinearObjectPool<T> {
    /// Creates an empty pool, whose objects are created by `init` and reset by `reset`.
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
    /// Returns a pristine object, as [`Pool::get`] does.
    ///
    /// # Panics
    ///
    /// Panics if one of the closures does; the pool is then unchanged.
    #[inline]
    #[track_caller]
    pub fn pull(&self) -> LinearReusable<'_, T> {
        LinearReusable {
            guard: self.0.get(),
        }
    }

    /// Returns a pristine object in a guard that keeps the pool alive, as [`Pool::get_owned`] does.
    ///
    /// # Panics
    ///
    /// Panics where [`pull`](Self::pull) does.
    #[inline]
    #[track_caller]
    pub fn pull_owned(self: &Arc<Self>) -> LinearOwnedReusable<T> {
        LinearOwnedReusable {
            guard: self.0.get_owned(),
        }
    }

    /// Returns the pool behind the adapter, for `stats`, `census`, `health`, `tick` and the like.
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

/// A pooled object that is reset and returned on drop.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LinearReusable<'a, T> {
    guard: Guard<'a, Resetting<T>>,
}

/// A pooled object that is reset and returned on drop, in a guard that keeps the pool alive.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LinearOwnedReusable<T> {
    guard: OwnedGuard<Resetting<T>, Init<Resetting<T>>>,
}

/// An alias of [`LinearReusable`].
pub type SpinLockReusable<'a, T> = LinearReusable<'a, T>;
/// An alias of [`LinearOwnedReusable`].
pub type SpinLockOwnedReusable<T> = LinearOwnedReusable<T>;
/// An alias of [`LinearReusable`].
pub type MutexReusable<'a, T> = LinearReusable<'a, T>;
/// An alias of [`LinearOwnedReusable`].
pub type MutexOwnedReusable<T> = LinearOwnedReusable<T>;

lend_through!([T] LinearReusable<'_, T> => T, Resetting<T>);
lend_through!([T] LinearOwnedReusable<T> => T, Resetting<T>);
