//! Locks, reset through `get_mut`: no lock is taken. A poisoned lock is cleared,
//! since the state that the panic left behind is gone.

use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use super::resetter::Resetter;
use super::{Fill, Footprint, Growable, Poolable};

macro_rules! reset_inside {
    ($($lock:ident)*) => {$(
        impl<T: Poolable> Poolable for $lock<T> {
            const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

            #[inline]
            fn reset(&mut self) {
                self.get_mut().unwrap_or_else(PoisonError::into_inner).reset();
                self.clear_poison();
            }

            #[inline]
            fn __reset_by(&mut self, by: &mut impl Resetter) {
                self.get_mut()
                    .unwrap_or_else(PoisonError::into_inner)
                    .__reset_by(by);
                self.clear_poison();
            }
        }

        impl<T: Growable> Growable for $lock<T> {
            const FOOTPRINT: Footprint = T::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) {
                self.get_mut()
                    .unwrap_or_else(PoisonError::into_inner)
                    .reset_within(max_capacity);
                self.clear_poison();
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                self.get_mut().unwrap_or_else(PoisonError::into_inner).fill()
            }
        }
    )*};
}

reset_inside!(Mutex RwLock);

/// Emptied; the value is dropped, so it may be of any type.
impl<T> Poolable for OnceLock<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        self.take();
    }
}
