//! `FixedBitSet`, which can grow despite its name.

use fixedbitset::FixedBitSet;

use crate::{Footprint, Growable, ResetOutcome, UNBOUNDED};

super::growable!([] FixedBitSet;);

/// Resets to `Default`, a set of length 0, instead of clearing every bit and keeping the length.
/// The limit is in bits.
///
/// There is no bound in bytes, since the set does not show its capacity: `clone_from` of a short
/// set into a long one hides the memory of the long one. A set that is longer than the limit at its
/// reset is freed.
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
