//! `SmallVec`. Elements that it stores inline need no heap memory.

use smallvec::{Array, SmallVec};

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

super::growable!([A: Array] SmallVec<A>;);

impl<A: Array> Growable for SmallVec<A> {
    const FOOTPRINT: Footprint = Footprint::slots(size_of::<A::Item>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        if !self.spilled() || self.capacity() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        // `grow` also shrinks: to `max_capacity`, and back inline if that fits.
        self.grow(max_capacity);
        ResetOutcome::SHRUNK
    }

    fill_by_len!();
}
