//! The guard that keeps its pool alive.

use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop, offset_of};
use std::panic::Location;
use std::ptr::NonNull;
use std::sync::Arc;

use super::guards::guard;
use super::pool_ref::PoolRef;
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
    /// Of the pool in an `Arc` that this guard owns.
    pool_ref: PoolRef<T>,
    object: ManuallyDrop<Box<T>>,
    pool: PhantomData<Arc<Pool<T, F>>>,
}

impl<T: PoolObject, F> OwnedGuard<T, F> {
    /// An object that is idle, or else what `make` makes.
    #[inline]
    pub(super) fn get(
        pool: &Arc<Pool<T, F>>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Box<T>,
    ) -> Self {
        let make = || Ok(make());
        // SAFETY: The guard owns an `Arc` of the pool for as long as it lives.
        let (pool_ref, object) = unsafe { Shared::get(shared(pool), location, make) };
        // `take` makes it an `Arc` again.
        mem::forget(Arc::clone(pool));
        Self {
            pool_ref,
            object: ManuallyDrop::new(object),
            pool: PhantomData,
        }
    }

    /// Takes the guard apart into the object and its share in the pool.
    ///
    /// # Safety
    ///
    /// This is the end of the guard, of which only the reference is used again, and that
    /// while the `Arc` lives.
    #[inline]
    unsafe fn take(&mut self) -> (Box<T>, Arc<Pool<T, F>>) {
        // SAFETY: As the caller promises. The reference is of the field `shared` of a pool, by way
        // of a pointer that an `Arc` has, to which the offset leads back.
        unsafe {
            let shared = self.pool_ref.pool().as_ptr();
            let pool = shared
                .byte_sub(offset_of!(Pool<T, F>, shared))
                .cast::<Pool<T, F>>();
            (
                ManuallyDrop::take(&mut self.object),
                Arc::from_raw(pool.cast_const()),
            )
        }
    }
}

/// What a reference of the pool points to, from which the pool is found again.
#[inline]
fn shared<T, F>(pool: &Arc<Pool<T, F>>) -> NonNull<Shared<T>> {
    let pool = Arc::as_ptr(pool);
    // SAFETY: The pool is there, and a field of it has an address. No reference is
    // made: a pointer from one could not go back to the whole.
    unsafe { NonNull::new_unchecked((&raw const (*pool).shared).cast_mut()) }
}

guard!([T: PoolObject, F] OwnedGuard<T, F>);

crate::poolable::refused::refused! {
    HeldGuard: [T: PoolObject, F] OwnedGuard<T, F>;
}
