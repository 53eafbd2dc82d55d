//! `SmallVec`: what it holds inline is no heap memory.

use smallvec::{Array, SmallVec};

use crate::poolable::fill::fill_by_len;
use crate::poolable::shrinks;
use crate::{Footprint, Growable};

super::growable!([A: Array] SmallVec<A>;);

impl<A: Array> Growable for SmallVec<A> {
    const FOOTPRINT: Footprint = Footprint::slots(size_of::<A::Item>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) {
        self.clear();
        if self.spilled() && self.capacity() > max_capacity {
            shrinks::note();
            // Also the way to less: to `max_capacity`, and inline where that fits.
            self.grow(max_capacity);
        }
    }

    fill_by_len!();
}
