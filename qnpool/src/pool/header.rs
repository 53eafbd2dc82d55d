//! The word by which the drop of a guard finds out whether its object is tracked.

use super::key::{FOLLOWED, NO_KEY};
use super::sync::{Ordering, UnorderedU64};

/// The first word of each value that a guard may point to: a pool, or the record of a tracked
/// object.
///
/// A hit compares the key with that of the thread's current cache, and does not need to know which
/// of the two it has: a record's key, `FOLLOWED`, is no pool's key. So tracked objects add no
/// instruction to the hits of untracked ones.
///
/// Rejected: a tag in the pointer, which adds two instructions to every operation.
#[repr(C)]
pub(super) struct Header {
    key: UnorderedU64,
}

impl Header {
    pub(super) const fn of_pool() -> Self {
        Self {
            key: UnorderedU64::new(NO_KEY),
        }
    }

    pub(super) const fn of_record() -> Self {
        Self {
            key: UnorderedU64::new(FOLLOWED),
        }
    }

    #[inline]
    pub(super) fn key(&self) -> u64 {
        self.key.load(Ordering::Relaxed)
    }

    pub(super) fn set_key(&self, key: u64) {
        self.key.store(key, Ordering::Relaxed);
    }

    /// Whether this is the header of a record.
    #[inline]
    pub(super) fn is_record(&self) -> bool {
        self.key() == FOLLOWED
    }
}
