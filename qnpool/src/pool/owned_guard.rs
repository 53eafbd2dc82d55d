//! The guard that keeps its pool alive.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use super::lend::guard;
use super::{Pool, Shared};
use crate::poolable::PoolObject;

/// Like [`Guard`](crate::Guard), but it holds an [`Arc`] of its pool instead of a
/// borrow: `'static`, for threads and tasks.
///
/// Two words. `Send` if the object and the constructor are. Made by
/// [`Pool::get_owned`]. Its only cost over a [`Guard`](crate::Guard) is the count of
/// that one `Arc`.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct OwnedGuard<T: PoolObject, F = fn() -> T> {
    pool: Arc<Pool<T, F>>,
    object: ManuallyDrop<Box<T>>,
}

impl<T: PoolObject, F> OwnedGuard<T, F> {
    #[inline]
    pub(super) const fn new(pool: Arc<Pool<T, F>>, object: Box<T>) -> Self {
        Self {
            pool,
            object: ManuallyDrop::new(object),
        }
    }

    #[inline]
    fn shared(&self) -> &Shared<T> {
        self.pool.shared()
    }

    fn end(guard: Self) -> (Arc<Pool<T, F>>, Box<T>) {
        let mut guard = ManuallyDrop::new(guard);
        // SAFETY: Each is taken once: the guard is not used again, and not dropped.
        unsafe {
            let pool = std::ptr::read(&raw const guard.pool);
            (pool, ManuallyDrop::take(&mut guard.object))
        }
    }
}

guard!([T: PoolObject, F] OwnedGuard<T, F>, home => home.shared());
