//! `CompactString`, with limits in bytes. Text that it stores inline needs no heap memory.

use compact_str::CompactString;

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

/// The number of bytes that are stored inline.
const INLINE: usize = size_of::<CompactString>();

/// The smallest allocation.
const FIRST: usize = INLINE + size_of::<usize>();

super::growable!([] CompactString;);

impl Growable for CompactString {
    // The smallest limit with an allocation is one byte more than fits inline.
    const FOOTPRINT: Footprint = Footprint::slots(1).plus(FIRST - INLINE - 1);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let max_capacity = if max_capacity > INLINE {
            max_capacity.max(FIRST)
        } else {
            max_capacity
        };
        if !self.is_heap_allocated() || self.capacity() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        self.shrink_to(max_capacity);
        ResetOutcome::SHRUNK
    }

    fill_by_len!();
}
