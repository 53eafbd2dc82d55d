//! `ArrayVec` and `TinyVec`, whose unused slots hold default values.
//!
//! Safe code can reach a slot beyond the length (`set_len`). So a reset assigns a default value to
//! each slot, and the next user cannot see the old values. Whether a default value owns heap memory
//! is known only for types without drop.

use tinyvec::{Array, ArrayVec, TinyVec};

use crate::poolable::{budget::dropped_bytes, fill::fill_by_len};
use crate::{Footprint, Growable, Poolable, ResetOutcome};

impl<A: Array> Poolable for ArrayVec<A> {
    const MAX_RETAINED_BYTES: usize = dropped_bytes::<A::Item>();

    #[inline]
    fn reset(&mut self) {
        *self = Self::default();
    }
}

super::growable!([A: Array] TinyVec<A>;);

impl<A: Array> Growable for TinyVec<A> {
    const FOOTPRINT: Footprint =
        Footprint::slots(size_of::<A::Item>()).plus(dropped_bytes::<A::Item>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        match self {
            Self::Heap(vec) if max_capacity > A::CAPACITY => vec.reset_within(max_capacity),
            Self::Heap(vec) if vec.capacity() <= max_capacity => {
                vec.clear();
                ResetOutcome::KEPT
            }
            // The limit allows no more than fits inline.
            Self::Heap(_) => {
                *self = Self::default();
                ResetOutcome::SHRUNK
            }
            Self::Inline(array) => {
                array.reset();
                ResetOutcome::KEPT
            }
        }
    }

    fill_by_len!();
}
