//! Cells, reset through `get_mut`.

use core::cell::{Cell, OnceCell, RefCell};

use super::resetter::Resetter;
use super::{Fill, Footprint, Growable, Poolable};

macro_rules! reset_inside {
    ($($cell:ident)*) => {$(
        impl<T: Poolable> Poolable for $cell<T> {
            const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

            #[inline]
            fn reset(&mut self) {
                self.get_mut().reset();
            }

            #[inline]
            fn __reset_by(&mut self, by: &mut impl Resetter) {
                self.get_mut().__reset_by(by);
            }
        }

        impl<T: Growable> Growable for $cell<T> {
            const FOOTPRINT: Footprint = T::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) {
                self.get_mut().reset_within(max_capacity);
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                self.get_mut().fill()
            }
        }
    )*};
}

// A borrow of a `RefCell` that was leaked with `mem::forget` stays counted: there
// is no stable way to undo it. The value itself is reset all the same.
reset_inside!(Cell RefCell);

/// Emptied; the value is dropped, so it may be of any type.
impl<T> Poolable for OnceCell<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        self.take();
    }
}
