//! What is pooled.

use qnpool::Poolable;
use sharded_slab::Clear;

use super::allocators::MimallocPacket;
use super::recipes::Listed;

/// What the scenarios do with an object.
pub(crate) trait Object: Default + Send + 'static {
    /// What a derived `reset` does, for the pools that have none.
    fn clear_by_hand(&mut self);

    /// Fills the object from `source` and tells the sum of what it then holds.
    fn work(&mut self, source: &[u8]) -> u64;

    /// What a thread leaves in the object for the next.
    fn mark(&mut self, mark: u64);

    fn marked(&self) -> u64;
}

/// As cheap as it can be, so that the pool's share of the work shows.
#[inline]
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let words = words.iter().map(|&word| u64::from_ne_bytes(word));
    let rest = rest.iter().map(|&byte| u64::from(byte));
    words.chain(rest).fold(0, u64::wrapping_add)
}

/// An object that every contender takes.
pub(crate) trait PoolObject: Object + Poolable + Clear + Listed {
    /// The same object with its memory from mimalloc.
    type InMimalloc: Object;
}

/// Nothing to clear, so what is measured is the pool: only qnpool, which resets
/// whatever comes back, writes to it.
///
/// New ones are not zero, or the allocator rows would measure `calloc`.
#[derive(Poolable)]
pub(crate) struct Tiny {
    number: u64,
    rest: [u64; 2],
}

impl Default for Tiny {
    #[inline]
    fn default() -> Self {
        Self {
            number: 7,
            rest: [1, 2],
        }
    }
}

impl Object for Tiny {
    #[inline]
    fn clear_by_hand(&mut self) {}

    #[inline]
    fn work(&mut self, source: &[u8]) -> u64 {
        self.number = checksum(source);
        self.number
    }

    #[inline]
    fn mark(&mut self, mark: u64) {
        self.number = mark;
    }

    #[inline]
    fn marked(&self) -> u64 {
        self.number
    }
}

impl PoolObject for Tiny {
    type InMimalloc = Self;
}

/// 120 bytes with a buffer.
#[derive(Default, Poolable)]
pub(crate) struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    header: [u64; 11],
    sequence: u64,
}

impl Object for Packet {
    #[inline]
    fn clear_by_hand(&mut self) {
        self.body.clear();
        if self.body.capacity() > 4096 {
            self.body.shrink_to(4096);
        }
        self.header = [0; 11];
        self.sequence = 0;
    }

    #[inline]
    fn work(&mut self, source: &[u8]) -> u64 {
        self.body.extend_from_slice(source);
        checksum(&self.body)
    }

    #[inline]
    fn mark(&mut self, mark: u64) {
        self.sequence = mark;
    }

    #[inline]
    fn marked(&self) -> u64 {
        self.sequence
    }
}

impl PoolObject for Packet {
    type InMimalloc = MimallocPacket;
}

// sharded-slab clears what comes back; here the scenario does, as for its rivals.
impl Clear for Tiny {
    #[inline]
    fn clear(&mut self) {}
}

impl Clear for Packet {
    #[inline]
    fn clear(&mut self) {}
}

crate::contenders::recipes::thread_local_lists!(Tiny, Packet);
