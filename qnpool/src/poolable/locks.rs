//! Locks, which are reset through `get_mut`, so no lock is taken. Poison is cleared, since the
//! state that the panic left behind has been reset.

use std::sync::{Mutex, OnceLock, PoisonError, RwLock, TryLockError};

use super::walk::{Walk, reset_part};
use super::{Fill, Footprint, Growable, Poolable, ResetOutcome};

macro_rules! reset_inside {
    ($($lock:ident $is_stuck:path;)*) => {$(
        impl<T: Poolable> Poolable for $lock<T> {
            const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

            #[inline]
            fn reset(&mut self) {
                self.get_mut().unwrap_or_else(PoisonError::into_inner).reset();
                self.clear_poison();
            }

            #[inline]
            fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
                walk.note_unfit($is_stuck(self));
                reset_part(self.get_mut().unwrap_or_else(PoisonError::into_inner), walk);
                self.clear_poison();
            }
        }

        impl<T: Growable> Growable for $lock<T> {
            const FOOTPRINT: Footprint = T::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                let is_stuck = $is_stuck(self);
                let inside = self.get_mut().unwrap_or_else(PoisonError::into_inner);
                let outcome = inside.reset_within(max_capacity);
                self.clear_poison();
                outcome.unfit_if(is_stuck)
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                self.get_mut().unwrap_or_else(PoisonError::into_inner).fill()
            }
        }
    )*};
}

/// Whether a guard was leaked with `mem::forget`; no stable function unlocks the lock then.
#[inline]
fn is_locked<T>(lock: &Mutex<T>) -> bool {
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

/// The same for `RwLock`.
#[inline]
fn is_borrowed<T>(lock: &RwLock<T>) -> bool {
    matches!(lock.try_write(), Err(TryLockError::WouldBlock))
}

reset_inside! {
    Mutex is_locked;
    RwLock is_borrowed;
}

/// Resets to empty. The value is dropped, so it may be of any type.
impl<T> Poolable for OnceLock<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        self.take();
    }
}
