//! `FixedBitSet`, whose length grows in spite of its name.

use fixedbitset::FixedBitSet;

use crate::{Footprint, Growable, ResetOutcome, UNBOUNDED};

super::growable!([] FixedBitSet;);

/// Pristine is what `Default` gives: of length 0, not the old length with every bit
/// cleared. The limit is in bits.
///
/// There is no bound in bytes, since the set does not show its capacity: a copy of
/// a short set into a long one (`clone_from`) hides what the long one owns. A set
/// longer than the limit when it is reset is freed.
impl Growable for FixedBitSet {
    const FOOTPRINT: Footprint = Footprint::slots(1).plus(UNBOUNDED);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        if self.len() > max_capacity {
            *self = Self::new();
            ResetOutcome::SHRUNK
        } else {
            // `clear` keeps the length; this sets it to 0 and keeps the allocation.
            self.clone_from(&Self::new());
            ResetOutcome::KEPT
        }
    }
}
