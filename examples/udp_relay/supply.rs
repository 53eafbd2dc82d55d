//! Where packets come from. The relay is the same for both.

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use qnpool::Guard;

use crate::packet::{PACKETS, Packet};

pub(crate) trait Supply: Send + Sync + 'static {
    const NAME: &'static str;

    /// Holds a packet; a task may keep it across an `.await`, and go on on another thread.
    type Held: DerefMut<Target = Packet> + Send + Sync + 'static;

    /// The caller's line is the one that the census tells.
    #[track_caller]
    fn take() -> Self::Held;

    /// The packet's bytes, uncopied. The last of their clones lets the packet go.
    fn freeze(packet: Self::Held) -> Bytes;

    /// How many were made so far, if so many were taken.
    fn made(taken: u64) -> u64;

    /// Panics if one has not come back. For the end, when no task is left.
    fn assert_no_leaks();
}

/// From the pool. That is all of its use there is here.
pub(crate) struct Pooled;

impl Supply for Pooled {
    const NAME: &'static str = "pooled";

    type Held = Guard<'static, Packet>;

    #[track_caller]
    fn take() -> Self::Held {
        PACKETS.get()
    }

    fn freeze(packet: Self::Held) -> Bytes {
        Guard::freeze_with(packet, |packet| &packet.body)
    }

    fn made(_: u64) -> u64 {
        PACKETS.stats().created
    }

    fn assert_no_leaks() {
        PACKETS.assert_no_leaks();
    }
}

/// As one does without a pool.
pub(crate) struct Fresh;

impl Supply for Fresh {
    const NAME: &'static str = "fresh";

    type Held = FreshPacket;

    fn take() -> FreshPacket {
        FreshPacket(Packet::with_room())
    }

    fn freeze(packet: FreshPacket) -> Bytes {
        packet.0.body.into()
    }

    fn made(taken: u64) -> u64 {
        taken
    }

    /// The allocator has them back.
    fn assert_no_leaks() {}
}

/// A packet without a guard, and without the box that a guard has.
pub(crate) struct FreshPacket(Packet);

impl Deref for FreshPacket {
    type Target = Packet;

    fn deref(&self) -> &Packet {
        &self.0
    }
}

impl DerefMut for FreshPacket {
    fn deref_mut(&mut self) -> &mut Packet {
        &mut self.0
    }
}
