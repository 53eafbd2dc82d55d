//! The guard that borrows its pool.

use std::mem::ManuallyDrop;

use super::Shared;
use super::lend::guard;
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
    object: ManuallyDrop<Box<T>>,
}

// SAFETY: A shared guard lends out the object, by `&T`, and nothing of the pool.
unsafe impl<T: PoolObject + Sync> Sync for Guard<'_, T> {}

impl<'pool, T: PoolObject> Guard<'pool, T> {
    #[inline]
    pub(super) const fn new(shared: &'pool Shared<T>, object: Box<T>) -> Self {
        Self {
            shared,
            object: ManuallyDrop::new(object),
        }
    }

    #[inline]
    const fn shared(&self) -> &Shared<T> {
        self.shared
    }

    fn end(guard: Self) -> (&'pool Shared<T>, Box<T>) {
        let mut guard = ManuallyDrop::new(guard);
        // SAFETY: Taken once: the guard is not used again, and not dropped.
        (guard.shared, unsafe {
            ManuallyDrop::take(&mut guard.object)
        })
    }
}

guard!([T: PoolObject] Guard<'_, T>, home => home);
