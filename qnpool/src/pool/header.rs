//! The word that tells a guard's drop where its object goes.

use super::key::{FOLLOWED, NO_KEY};
use super::sync::{Ordering, UnorderedU64};

/// Begins whatever a guard points to: its pool, or the record of an object that is followed.
///
/// The hit compares the key with that of the cache at hand, and never asks which of
/// the two it has: a record's key is no pool's. So an object that is followed costs the
/// others nothing, not an instruction. A tag in the pointer was the rejected variant: two
/// instructions for everybody.
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

    /// Whether it begins a record.
    #[inline]
    pub(super) fn is_record(&self) -> bool {
        self.key() == FOLLOWED
    }
}
