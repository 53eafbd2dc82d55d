//! The counters at the ends of the last generations.

use std::sync::{Mutex, PoisonError};

use super::engine::Counted;

/// Whole generations that are looked back on.
pub(crate) const GENERATIONS: usize = 5;

/// The first of them begins where the one before ended.
const ENDS: usize = GENERATIONS + 1;

/// The end of a generation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Snapshot {
    /// On the pool's clock.
    pub(crate) at: u64,
    pub(crate) counted: Counted,
}

pub(crate) struct History(Mutex<Vec<Snapshot>>);

impl History {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(super) fn note(&self, snapshot: Snapshot) {
        let mut snapshots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if snapshots.len() == ENDS {
            snapshots.remove(0);
        }
        snapshots.push(snapshot);
    }

    /// The oldest first; one more than whole generations between them and now.
    pub(crate) fn snapshots(&self) -> Vec<Snapshot> {
        let snapshots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.clone()
    }
}
