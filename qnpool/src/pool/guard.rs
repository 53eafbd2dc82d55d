//! The guard that borrows its pool.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::Location;
use std::ptr::NonNull;

use super::Shared;
use super::guards::guard;
use super::pool_ref::PoolRef;
use crate::poolable::PoolObject;

/// A pooled object that is reset and returned to its [`Pool`](crate::Pool) on drop.
///
/// Created by [`Pool::get`](crate::Pool::get). It dereferences to the object. A guard is two words
/// and `Send` if the object is, so it can move into a thread; from a pool in a `static` it is
/// `Guard<'static, T>`. It also implements `AsRef`, `Debug`, `Read`, `Write` and the like where the
/// object does.
///
/// If a guard is leaked with [`mem::forget`](std::mem::forget), its object is leaked. The pool
/// continues to work, and the [census](crate::Pool::census) reports it.
///
/// # Panics
///
/// Dropping a guard panics if the object's `should_discard`, `reset` or `Drop` panics. The pool
/// drops the object and remains usable. While the thread is unwinding, such a panic is caught.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct Guard<'pool, T: PoolObject> {
    pool_ref: PoolRef<T>,
    object: ManuallyDrop<Box<T>>,
    pool: PhantomData<&'pool Shared<T>>,
}

// SAFETY: A `&Guard` gives access to the object as `&T`, and to nothing of the pool.
unsafe impl<T: PoolObject + Sync> Sync for Guard<'_, T> {}

impl<'pool, T: PoolObject> Guard<'pool, T> {
    /// Returns an idle object, or else the one that `make` creates.
    #[inline]
    pub(super) fn get(
        shared: &'pool Shared<T>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Box<T>,
    ) -> Self {
        let make = || Ok(make());
        // SAFETY: The guard borrows the pool for as long as it lives.
        let (pool_ref, object) = unsafe { Shared::get(NonNull::from(shared), location, make) };
        Self::new(pool_ref, object)
    }

    /// Returns an idle object, if there is one.
    #[inline]
    pub(super) fn get_idle(
        shared: &'pool Shared<T>,
        location: &'static Location<'static>,
    ) -> Option<Self> {
        let none = || Err(None);
        // SAFETY: As in `get`.
        let found: Option<_> = unsafe { Shared::get(NonNull::from(shared), location, none) };
        found.map(|(pool_ref, object)| Self::new(pool_ref, object))
    }

    #[inline]
    fn new(pool_ref: PoolRef<T>, object: Box<T>) -> Self {
        Self {
            pool_ref,
            object: ManuallyDrop::new(object),
            pool: PhantomData,
        }
    }

    /// Takes the object out of the guard. The `()` is where [`OwnedGuard`](super::OwnedGuard)
    /// returns its `Arc`.
    ///
    /// # Safety
    ///
    /// The guard and its object are not used afterwards.
    #[inline]
    unsafe fn take(&mut self) -> (Box<T>, ()) {
        // SAFETY: The caller does not use `object` again.
        (unsafe { ManuallyDrop::take(&mut self.object) }, ())
    }
}

guard!([T: PoolObject] Guard<'_, T>);

crate::poolable::refused::refused! {
    HeldGuard: ['pool, T: PoolObject] Guard<'pool, T>;
}
