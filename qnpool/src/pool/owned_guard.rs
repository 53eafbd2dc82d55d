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

/// A pooled object in a guard that keeps its pool alive with an [`Arc`].
///
/// Created by [`Pool::get_owned`]. It is `'static`, for threads and tasks; otherwise it is like
/// [`Guard`](crate::Guard). It is two words, and `Send` if the object and the constructor are.
/// Compared with a `Guard` it costs one reference count.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct OwnedGuard<T: PoolObject, F = fn() -> T> {
    /// Refers to a pool in an `Arc`, of which this guard owns one reference.
    pool_ref: PoolRef<T>,
    object: ManuallyDrop<Box<T>>,
    pool: PhantomData<Arc<Pool<T, F>>>,
}

impl<T: PoolObject, F> OwnedGuard<T, F> {
    /// Returns an idle object, or else the one that `make` creates.
    #[inline]
    pub(super) fn get(
        pool: &Arc<Pool<T, F>>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Box<T>,
    ) -> Self {
        let make = || Ok(make());
        // SAFETY: The guard owns an `Arc` of the pool for as long as it lives.
        let (pool_ref, object) = unsafe { Shared::get(shared(pool), location, make) };
        // `take` turns this reference into an `Arc` again.
        mem::forget(Arc::clone(pool));
        Self {
            pool_ref,
            object: ManuallyDrop::new(object),
            pool: PhantomData,
        }
    }

    /// Takes the object and the `Arc` of the pool out of the guard.
    ///
    /// # Safety
    ///
    /// The guard is not used afterwards, except for `pool_ref`, and that only while the `Arc`
    /// lives.
    #[inline]
    unsafe fn take(&mut self) -> (Box<T>, Arc<Pool<T, F>>) {
        // SAFETY: The caller does not use the guard again. `pool_ref` points to the field `shared`
        // of a pool and was derived from a pointer of an `Arc<Pool>`, so subtracting the field's
        // offset gives back that pointer, whose reference `get` has left to this guard.
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

/// Returns a pointer to the field `shared`, from which `take` can compute a pointer to the pool.
#[inline]
fn shared<T, F>(pool: &Arc<Pool<T, F>>) -> NonNull<Shared<T>> {
    let pool = Arc::as_ptr(pool);
    // SAFETY: The `Arc` keeps the pool alive, and a field's address is not null. `&raw` creates no
    // reference: a pointer from a reference to the field could not be used to reach the whole pool.
    unsafe { NonNull::new_unchecked((&raw const (*pool).shared).cast_mut()) }
}

guard!([T: PoolObject, F] OwnedGuard<T, F>);

crate::poolable::refused::refused! {
    HeldGuard: [T: PoolObject, F] OwnedGuard<T, F>;
}
