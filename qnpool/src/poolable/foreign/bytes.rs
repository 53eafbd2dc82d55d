//! `BytesMut`, whose capacity can be less than the memory it holds on to, and `Bytes`.

use bytes::{Buf, Bytes, BytesMut};

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

/// A buffer that was split lives behind a count of its owners, of five words: the
/// buffer's three, its first capacity, and the count.
const OWNERS: usize = 5 * size_of::<usize>();

super::growable!([] BytesMut;);

/// A handle that shares its buffer with others is replaced by an empty one: how
/// much it would hold on to cannot be known, and the others may live on.
impl Growable for BytesMut {
    const FOOTPRINT: Footprint = Footprint::slots(1).plus(OWNERS);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        if !take_whole(self) {
            *self = Self::new();
            return ResetOutcome::KEPT;
        }
        // Of a buffer that was split, capacity is what this handle sees of it.
        if self.capacity() <= max_capacity && !self.try_reclaim(max_capacity.saturating_add(1)) {
            return ResetOutcome::KEPT;
        }
        *self = Self::with_capacity(max_capacity);
        ResetOutcome::SHRUNK
    }

    fill_by_len!();
}

/// Empties the buffer and takes back what was split off or advanced over. False if
/// there is nothing to keep, or others share it.
///
/// Only the sole owner of a buffer can reclaim, and reclaiming is answered from the
/// capacity at hand unless some is missing: so one byte is given up to ask for it.
#[inline]
fn take_whole(buffer: &mut BytesMut) -> bool {
    let capacity = buffer.capacity();
    if capacity == 0 {
        return buffer.try_reclaim(1);
    }
    // Never grows, since the capacity is not 0.
    buffer.resize(1, 0);
    buffer.advance(1);
    buffer.try_reclaim(capacity)
}

// An empty one: this handle's share is given back, the memory stays with its other owners.
super::replaced!([] Bytes;);
