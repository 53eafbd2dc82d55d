//! Containers with contiguous elements.

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;

use super::fill::fill_by_len;
use super::{Footprint, Growable, ResetOutcome};

macro_rules! cleared_then_shrunk {
    ($($sequence:ident)*) => {$(
        impl<T> Growable for $sequence<T> {
            const FOOTPRINT: Footprint = Footprint::slots(size_of::<T>());

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                // `extern "C"` makes the compiler assume that `shrink` does not unwind, which holds
                // because no element is left to drop. A reset that may unwind makes the drop of a
                // guard 13 instructions longer, and too long to be inlined.
                #[cold]
                #[inline(never)]
                extern "C" fn shrink<T>(sequence: &mut $sequence<T>, max_capacity: usize) {
                    sequence.shrink_to(max_capacity);
                }

                self.clear();
                // Elements of size zero report a capacity of `usize::MAX` and own nothing.
                if size_of::<T>() == 0 || self.capacity() <= max_capacity {
                    return ResetOutcome::KEPT;
                }
                shrink(self, max_capacity);
                ResetOutcome::SHRUNK
            }

            fill_by_len!(T);
        }
    )*};
}

cleared_then_shrunk!(Vec VecDeque BinaryHeap);
