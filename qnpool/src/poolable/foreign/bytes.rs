//! `BytesMut`, whose capacity may be less than the memory that it keeps, and `Bytes`.

use bytes::{Buf, Bytes, BytesMut};

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

/// The allocation that a buffer has after a split: its three words, its first capacity, and its
/// reference count.
const OWNERS: usize = 5 * size_of::<usize>();

super::growable!([] BytesMut;);

/// A handle that shares its buffer is replaced by an empty one: how much memory it would keep
/// cannot be known, and the other handles may live on.
impl Growable for BytesMut {
    const FOOTPRINT: Footprint = Footprint::slots(1).plus(OWNERS);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        if !take_whole(self) {
            // A buffer without capacity may still own its reference count. If no other handle
            // shares it, it is kept, since the next split would allocate it again.
            let alone = core::mem::take(self).freeze().try_into_mut();
            *self = alone.unwrap_or_default();
            return ResetOutcome::KEPT;
        }
        // For a buffer that was split, `capacity` is only that of this handle.
        if self.capacity() <= max_capacity && !self.try_reclaim(max_capacity.saturating_add(1)) {
            return ResetOutcome::KEPT;
        }
        *self = Self::with_capacity(max_capacity);
        ResetOutcome::SHRUNK
    }

    fill_by_len!();
}

/// Empties the buffer and reclaims the parts that were split off or advanced over. Returns false if
/// it has no capacity, or other handles share it.
///
/// `try_reclaim` succeeds for the only owner of a buffer, and for any handle whose capacity is
/// already enough. So this first advances by one byte, and then asks for the whole capacity.
#[inline]
fn take_whole(buffer: &mut BytesMut) -> bool {
    let capacity = buffer.capacity();
    if capacity == 0 {
        return buffer.try_reclaim(1);
    }
    // Does not grow, since the capacity is not 0.
    buffer.resize(1, 0);
    buffer.advance(1);
    buffer.try_reclaim(capacity)
}

// Replaced by an empty one. This drops a reference; the memory stays with its other owners.
super::replaced!([] Bytes;);
