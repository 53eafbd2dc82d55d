//! `Bump`, with limits in bytes.

use bumpalo::Bump;

use crate::poolable::footprint::arena_chunk;
use crate::{Footprint, Growable, ResetOutcome};

super::growable!([const MIN_ALIGN: usize] Bump<MIN_ALIGN>;);

/// Keeps the newest chunk, which is the largest unless memory was short. A chunk that is larger
/// than that of an arena created for the limit is replaced by a new one. The limit includes the
/// padding between values.
///
/// Removes a limit that was set with `set_allocation_limit`, since a new arena has none.
impl<const MIN_ALIGN: usize> Growable for Bump<MIN_ALIGN> {
    const FOOTPRINT: Footprint = Footprint::arena();

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        let before = self.allocated_bytes();
        self.reset();
        self.set_allocation_limit(None);
        if self.allocated_bytes() > arena_chunk(max_capacity) {
            *self = Self::with_min_align_and_capacity(max_capacity);
        }
        // Also true if a use within the limit needed several chunks: all but one are freed.
        ResetOutcome::shrunk_if(self.allocated_bytes() < before)
    }
}
