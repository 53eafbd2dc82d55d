//! `BytesMut`, whose capacity can be less than the memory it holds on to, and `Bytes`.

use bytes::{Buf, Bytes, BytesMut};

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome};

/// A buffer that was split has a count of its owners, in an allocation of five words: the
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
            // Of a buffer without capacity, the count of its owners may be left. A count of
            // one is kept, or the next split would allocate it again.
            let alone = core::mem::take(self).freeze().try_into_mut();
            *self = alone.unwrap_or_default();
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

/// Empties the buffer and takes back what was split off or advanced over. False if it has no
/// capacity, or others share it.
///
/// `try_reclaim` succeeds for the sole owner of a buffer, and for anyone if the capacity at
/// hand is enough. So one byte is advanced over first, and then all is asked for.
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
