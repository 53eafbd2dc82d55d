//! The two guards of a local pool.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::ops::{Deref, DerefMut};

use super::LocalPool;
use super::store::{Entry, Store};
use crate::forward::forward_traits;
use crate::poolable::PoolObject;

/// A pooled object that is reset and returned to its [`LocalPool`] on drop.
///
/// Created by [`LocalPool::get`]. It dereferences to the object. A guard is two words, and stays on
/// its thread, since the pool does not lock.
///
/// If a guard is leaked with [`mem::forget`](core::mem::forget), its object is leaked, and the pool
/// continues to work.
///
/// # Panics
///
/// Dropping a guard may panic, as [`LocalPool`] describes.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LocalGuard<'pool, T: PoolObject> {
    store: &'pool Store<T>,
    /// Empty only inside the function that ends the guard.
    object: Option<Box<T>>,
}

impl<'pool, T: PoolObject> LocalGuard<'pool, T> {
    #[inline]
    pub(super) const fn new(store: &'pool Store<T>, object: Box<T>) -> Self {
        Self {
            store,
            object: Some(object),
        }
    }

    #[inline]
    const fn store(&self) -> &Store<T> {
        self.store
    }
}

/// A pooled object in a guard that keeps its pool alive with an [`Rc`].
///
/// Created by [`LocalPool::get_owned`]. It is `'static`, for tasks of one thread and for structs
/// that outlive the function; otherwise it is like [`LocalGuard`]. It is two words.
#[must_use = "the object goes straight back to the pool when the guard is dropped"]
pub struct LocalOwnedGuard<T: PoolObject, F = fn() -> T> {
    pool: Rc<LocalPool<T, F>>,
    /// Empty only inside the function that ends the guard.
    object: Option<Box<T>>,
}

impl<T: PoolObject, F> LocalOwnedGuard<T, F> {
    #[inline]
    pub(super) const fn new(pool: Rc<LocalPool<T, F>>, object: Box<T>) -> Self {
        Self {
            pool,
            object: Some(object),
        }
    }

    #[inline]
    fn store(&self) -> &Store<T> {
        self.pool.store()
    }
}

/// Implements a guard with a method `store` and a field `object: Option<Box<T>>`.
macro_rules! local_guard {
    ([$($parameter:tt)*] $guard:ty) => {
        impl<$($parameter)*> $guard {
            /// Removes the object from the pool permanently and returns it as it is, without a
            /// reset.
            ///
            /// This is an associated function, so that it does not hide a method of the object.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach(guard: Self) -> T {
                *Self::detach_boxed(guard)
            }

            /// Removes the object from the pool permanently, in its box, so that a large object is
            /// not moved.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach_boxed(mut guard: Self) -> Box<T> {
                let object = guard.end();
                guard.store().detached();
                object
            }

            /// Drops the object instead of returning it to the pool.
            ///
            /// Use it for an object that cannot be reused, such as a broken connection.
            ///
            /// # Panics
            ///
            /// Panics if the object's `Drop` does.
            pub fn discard(mut guard: Self) {
                let object = guard.end();
                guard.store().drop_unfit(object, Entry::Put);
            }

            fn end(&mut self) -> Box<T> {
                self.object.take().expect("a guard ends once")
            }
        }

        impl<$($parameter)*> Drop for $guard {
            #[inline]
            fn drop(&mut self) {
                if let Some(object) = self.object.take() {
                    self.store().recycle(object, Entry::Put);
                }
            }
        }

        impl<$($parameter)*> Deref for $guard {
            type Target = T;

            #[inline]
            fn deref(&self) -> &T {
                self.object.as_deref().expect("a guard holds its object until it ends")
            }
        }

        impl<$($parameter)*> DerefMut for $guard {
            #[inline]
            fn deref_mut(&mut self) -> &mut T {
                self.object.as_deref_mut().expect("a guard holds its object until it ends")
            }
        }
    };
}

local_guard!([T: PoolObject] LocalGuard<'_, T>);
forward_traits!([T: PoolObject] LocalGuard<'_, T>);

local_guard!([T: PoolObject, F] LocalOwnedGuard<T, F>);
forward_traits!([T: PoolObject, F] LocalOwnedGuard<T, F>);

crate::poolable::refused::refused! {
    HeldGuard:
        ['pool, T: PoolObject] LocalGuard<'pool, T>
        [T: PoolObject, F] LocalOwnedGuard<T, F>;
}
