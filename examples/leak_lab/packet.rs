//! The object that is pooled: what a request is received into.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use qnpool::Poolable;

use crate::traffic::DATAGRAM_ROOM;

/// Answers a request. What the closure has captured lives as long as it stays
/// in the packet's slot.
pub(crate) type Reply = Box<dyn FnOnce(u32) + Send>;

#[derive(Default, Poolable)]
#[pool(max_capacity = DATAGRAM_ROOM)]
pub(crate) struct Packet {
    /// The datagram as it came, then its payload, then the reassembled body.
    pub(crate) buf: Vec<u8>,
    pub(crate) header: Header,
    pub(crate) seq: u64,
    #[pool(max_capacity = 16)]
    pub(crate) tags: Vec<u32>,
    pub(crate) reply: Option<Reply>,
    #[pool(
        keep = "counts the packets alive, holds no data",
        max_retained_bytes = 0
    )]
    _alive: Alive,
}

#[derive(Default, PartialEq, Poolable)]
pub(crate) struct Header {
    #[pool(max_capacity = 64)]
    pub(crate) name: String,
    /// Size of the body that the worker is to reassemble, 0 without one.
    pub(crate) announced: u32,
    pub(crate) checksum: u32,
    pub(crate) ends_burst: bool,
    pub(crate) trips_bug: bool,
}

impl Packet {
    /// Whether every field is as a new packet has it. Capacity is not asked
    /// about: it is memory, and the allocator counts that.
    pub(crate) fn is_pristine(&self) -> bool {
        let Self {
            buf,
            header,
            seq,
            tags,
            reply,
            _alive,
        } = self;
        buf.is_empty()
            && *header == Header::default()
            && *seq == 0
            && tags.is_empty()
            && reply.is_none()
    }
}

static CREATED: AtomicU64 = AtomicU64::new(0);
static DROPPED: AtomicU64 = AtomicU64::new(0);

pub(crate) struct Population {
    /// Packets ever created.
    pub(crate) created: u64,
    /// Those of them that still exist.
    pub(crate) alive: u64,
}

pub(crate) fn population() -> Population {
    let dropped = DROPPED.load(Relaxed);
    let created = CREATED.load(Relaxed);
    Population {
        created,
        alive: created.saturating_sub(dropped),
    }
}

/// A field that counts the packets it is part of.
struct Alive;

impl Default for Alive {
    fn default() -> Self {
        CREATED.fetch_add(1, Relaxed);
        Self
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Relaxed);
    }
}
