//! `Slab`.

use slab::Slab;

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

super::growable!([T] Slab<T>;);

/// A slot, as the crate declares it.
#[expect(dead_code, reason = "only its size is asked")]
enum Entry<T> {
    Vacant(usize),
    Occupied(T),
}

/// After a reset, keys start at 0 again.
impl<T> Growable for Slab<T> {
    const FOOTPRINT: Footprint = Footprint::slots(size_of::<Entry<T>>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        if self.capacity() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        // A `Slab` can only shrink to fit, which would free everything.
        *self = Self::with_capacity(max_capacity);
        ResetOutcome::SHRUNK
    }

    fill_by_len!();
}
