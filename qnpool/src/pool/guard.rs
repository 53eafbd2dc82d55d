//! The guard that borrows its pool.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::Location;
use std::ptr::NonNull;

use super::Shared;
use super::guards::guard;
use super::pool_ref::PoolRef;
use crate::poolable::PoolObject;

/// An object on loan from a [`Pool`](crate::Pool), reset and put back on drop.
///
/// Two words. `Send` if the object is, so it moves into a thread by value; from
/// a pool in a `static` it is `Guard<'static, T>`. It derefs to the object.
///
/// A guard that is leaked with [`mem::forget`](std::mem::forget) costs its object
/// and nothing else; the pool's [census](crate::Pool::census) shows it.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct Guard<'pool, T: PoolObject> {
    pool_ref: PoolRef<T>,
    object: ManuallyDrop<Box<T>>,
    pool: PhantomData<&'pool Shared<T>>,
}

// SAFETY: A shared guard lends out the object, by `&T`, and nothing of the pool.
unsafe impl<T: PoolObject + Sync> Sync for Guard<'_, T> {}

impl<'pool, T: PoolObject> Guard<'pool, T> {
    /// An object that is idle, or else what `make` makes.
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

    /// An object that is idle, if there is one.
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

    /// Takes the guard apart; there is nothing to keep beside the object.
    ///
    /// # Safety
    ///
    /// This is the end of the guard, whose object is not used again.
    #[inline]
    unsafe fn take(&mut self) -> (Box<T>, ()) {
        // SAFETY: As the caller promises.
        (unsafe { ManuallyDrop::take(&mut self.object) }, ())
    }
}

guard!([T: PoolObject] Guard<'_, T>);

crate::poolable::refused::refused! {
    HeldGuard: ['pool, T: PoolObject] Guard<'pool, T>;
}
