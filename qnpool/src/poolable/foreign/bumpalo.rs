//! `Bump`, counted in bytes.

use bumpalo::Bump;

use crate::{Footprint, Growable, ResetOutcome};

/// What the arena writes at the end of its chunk: six words, aligned to 16 bytes.
const FOOTER: usize = (6 * size_of::<usize>()).next_multiple_of(16);

super::growable!([const MIN_ALIGN: usize] Bump<MIN_ALIGN>;);

/// The newest chunk is kept, which is the largest unless memory was short. A limit
/// set with `set_allocation_limit` is lifted, as a new arena has none.
impl<const MIN_ALIGN: usize> Growable for Bump<MIN_ALIGN> {
    const FOOTPRINT: Footprint = Footprint::slots(1).plus(FOOTER);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.reset();
        self.set_allocation_limit(None);
        if self.allocated_bytes() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        // A chunk's size is rounded up, so none is made for the limit.
        *self = Self::default();
        ResetOutcome::SHRUNK
    }
}
