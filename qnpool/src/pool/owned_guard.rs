//! The guard that keeps its pool alive.

use std::sync::Arc;

use super::forward::forward_to_object;
use super::{Pool, Shared};
use crate::poolable::PoolObject;

/// Like [`Guard`](crate::Guard), but it holds an [`Arc`] of its pool instead of a
/// borrow: `'static`, for threads and tasks.
///
/// Two words. `Send` if the object and the constructor are. Made by
/// [`Pool::get_owned`].
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct OwnedGuard<T: PoolObject, F = fn() -> T> {
    pool: Arc<Pool<T, F>>,
    /// Empty only inside the function that ends the guard.
    object: Option<Box<T>>,
}

impl<T: PoolObject, F> OwnedGuard<T, F> {
    pub(super) const fn new(pool: Arc<Pool<T, F>>, object: Box<T>) -> Self {
        Self {
            pool,
            object: Some(object),
        }
    }

    fn shared(&self) -> &Shared<T> {
        self.pool.shared()
    }
}

forward_to_object!([T: PoolObject, F] OwnedGuard<T, F>);
