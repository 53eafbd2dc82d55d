//! Containers that keep their elements side by side.

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;

use super::{Fill, Footprint, Growable, shrinks};

macro_rules! cleared_then_shrunk {
    ($($sequence:ident)*) => {$(
        impl<T> Growable for $sequence<T> {
            const FOOTPRINT: Footprint = Footprint::slots(size_of::<T>());

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) {
                self.clear();
                // Elements of size zero report a capacity of `usize::MAX` and own nothing.
                if size_of::<T>() != 0 && self.capacity() > max_capacity {
                    shrinks::note();
                    self.shrink_to(max_capacity);
                }
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                let owns = size_of::<T>() != 0;
                owns.then(|| Fill {
                    used: self.len(),
                    capacity: self.capacity(),
                })
            }
        }
    )*};
}

cleared_then_shrunk!(Vec VecDeque BinaryHeap);
