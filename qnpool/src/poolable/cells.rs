//! Cells, which are reset through `get_mut`.

use core::cell::{Cell, OnceCell, RefCell};

use super::walk::{Walk, reset_part};
use super::{Fill, Footprint, Growable, Poolable, ResetOutcome};

macro_rules! reset_inside {
    ($($cell:ident $is_stuck:path;)*) => {$(
        impl<T: Poolable> Poolable for $cell<T> {
            const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

            #[inline]
            fn reset(&mut self) {
                self.get_mut().reset();
            }

            #[inline]
            fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
                walk.note_unfit($is_stuck(self));
                reset_part(self.get_mut(), walk);
            }
        }

        impl<T: Growable> Growable for $cell<T> {
            const FOOTPRINT: Footprint = T::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                let is_stuck = $is_stuck(self);
                let outcome = self.get_mut().reset_within(max_capacity);
                outcome.unfit_if(is_stuck)
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                self.get_mut().fill()
            }
        }
    )*};
}

#[allow(unused_imports, reason = "for `foreign`")]
pub(super) use reset_inside;

#[inline]
fn never<T>(_: &Cell<T>) -> bool {
    false
}

/// A borrow that was leaked with `mem::forget` remains counted, and no stable function ends it.
#[inline]
fn is_borrowed<T>(cell: &RefCell<T>) -> bool {
    cell.try_borrow_mut().is_err()
}

reset_inside! {
    Cell never;
    RefCell is_borrowed;
}

/// Resets to empty. The value is dropped, so it may be of any type.
impl<T> Poolable for OnceCell<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        self.take();
    }
}
