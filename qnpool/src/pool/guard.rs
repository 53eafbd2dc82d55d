//! The guard that borrows its pool.

use super::Shared;
use super::forward::forward_to_object;
use crate::poolable::PoolObject;

/// An object on loan from a [`Pool`](crate::Pool), reset and put back on drop.
///
/// Two words. `Send` if the object is, so it moves into a thread by value; from
/// a pool in a `static` it is `Guard<'static, T>`. It derefs to the object.
///
/// A guard that is leaked with [`mem::forget`](std::mem::forget) costs its object
/// and nothing else.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct Guard<'pool, T: PoolObject> {
    shared: &'pool Shared<T>,
    /// Empty only inside the function that ends the guard.
    object: Option<Box<T>>,
}

impl<'pool, T: PoolObject> Guard<'pool, T> {
    pub(super) const fn new(shared: &'pool Shared<T>, object: Box<T>) -> Self {
        Self {
            shared,
            object: Some(object),
        }
    }

    const fn shared(&self) -> &Shared<T> {
        self.shared
    }
}

forward_to_object!([T: PoolObject] Guard<'_, T>);
