//! How many objects a thread's cache may hold, in a word of its own that is known without
//! the type of the objects.

use super::sync::{AtomicUsize, Ordering};

/// Begins a [`Cache`](super::Cache): its owner puts objects there, off no lock, while there
/// are fewer than this.
///
/// Only the owner opens it, while it holds the cache or is inside. Whoever revokes the cache
/// closes it, and so may the owner at any time: then its next put goes the long way.
pub(in super::super) struct Room(AtomicUsize);

impl Room {
    pub(super) fn closed() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// As its owner sees it.
    #[inline]
    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// If so, all is seen that was done before it was closed.
    pub(super) fn is_closed(&self) -> bool {
        self.0.load(Ordering::Acquire) == 0
    }

    pub(super) fn open(&self, room: usize) {
        self.0.store(room, Ordering::Relaxed);
    }

    pub(in super::super) fn close(&self) {
        self.0.store(0, Ordering::Release);
    }
}
