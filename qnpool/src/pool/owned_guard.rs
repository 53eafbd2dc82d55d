//! The guard that keeps its pool alive.

use std::marker::PhantomData;
use std::mem::{ManuallyDrop, offset_of};
use std::ptr::NonNull;
use std::sync::Arc;

use super::Pool;
use super::lease::Lease;
use super::lend::guard;
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
    lease: Lease<T>,
    object: ManuallyDrop<Box<T>>,
    pool: PhantomData<Arc<Pool<T, F>>>,
}

impl<T: PoolObject, F> OwnedGuard<T, F> {
    #[inline]
    pub(super) fn new(pool: Arc<Pool<T, F>>, object: Box<T>) -> Self {
        let pool = Arc::into_raw(pool);
        // SAFETY: The pool is there, and a field of it has an address. No reference is
        // made: a pointer from one could not go back to the whole.
        let shared = unsafe { NonNull::new_unchecked((&raw const (*pool).shared).cast_mut()) };
        Self {
            // SAFETY: The guard owns the `Arc` for as long as it lives.
            lease: unsafe { Lease::new(shared) },
            object: ManuallyDrop::new(object),
            pool: PhantomData,
        }
    }

    /// Takes the guard apart into the object and its share in the pool.
    ///
    /// # Safety
    ///
    /// This is the end of the guard, of which only the lease is used again, and that
    /// while the `Arc` lives.
    #[inline]
    unsafe fn take(&mut self) -> (Box<T>, Arc<Pool<T, F>>) {
        // SAFETY: As the caller promises. `new` made the lease of the field `shared` of a
        // pool, by way of a pointer from `Arc::into_raw`, to which the offset leads back.
        unsafe {
            let shared = self.lease.pool().as_ptr();
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

guard!([T: PoolObject, F] OwnedGuard<T, F>);

crate::poolable::refused::refused! {
    HeldGuard: [T: PoolObject, F] OwnedGuard<T, F>;
}
