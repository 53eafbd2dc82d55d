//! The object that is pooled: what a datagram is received into.

use qnpool::{Pool, Poolable};

/// What fits into an Ethernet frame. A longer datagram is not relayed.
pub(crate) const LARGEST_DATAGRAM: usize = 1472;

/// In front of each datagram on its way to the upstream and back stands a number that tells
/// whose it is.
pub(crate) const TAG: usize = size_of::<u64>();

/// One byte more than is needed: a datagram that fills it was longer, and is cut off.
pub(crate) const ROOM: usize = TAG + LARGEST_DATAGRAM + 1;

#[derive(Default, Poolable)]
pub(crate) struct Packet {
    /// The tag, then the datagram.
    #[pool(max_capacity = ROOM)]
    pub(crate) body: Vec<u8>,
}

impl Packet {
    /// With all the room it needs, so that receiving never allocates. It is not zeroed
    /// either: the socket writes into spare capacity.
    pub(crate) fn with_room() -> Self {
        Self {
            body: Vec::with_capacity(ROOM),
        }
    }
}

pub(crate) static PACKETS: Pool<Packet> = Pool::builder()
    .name("packets")
    .max_idle(8192)
    .create(Packet::with_room);
