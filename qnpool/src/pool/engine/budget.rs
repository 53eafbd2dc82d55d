//! The one bound over all tiers.
//!
//! An object may wait only where a credit has been set aside for it, and there are
//! `max_idle` credits. A magazine holds credit for as many objects as it may take,
//! and carries it along to the depot and back; so no count has to be kept exact
//! across tiers, and the hit path compares a length with a number of its own.

use super::sync::{AtomicUsize, Ordering};

pub(super) struct Budget {
    free: AtomicUsize,
    max_idle: usize,
}

impl Budget {
    pub(super) fn new(max_idle: usize) -> Self {
        Self {
            free: AtomicUsize::new(max_idle),
            max_idle,
        }
    }

    pub(super) fn max_idle(&self) -> usize {
        self.max_idle
    }

    /// Credit that can be drawn, as it seems.
    #[inline]
    pub(super) fn free(&self) -> usize {
        self.free.load(Ordering::Relaxed)
    }

    #[inline]
    pub(super) fn is_exhausted(&self) -> bool {
        self.free() == 0
    }

    /// Sets credit aside for up to `wanted` objects and says for how many.
    ///
    /// Acquires, so that a credit given back after an object's end is drawn after it.
    pub(super) fn draw(&self, wanted: usize) -> usize {
        self.free
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |free| {
                (free > 0).then(|| free - wanted.min(free))
            })
            .map_or(0, |free| wanted.min(free))
    }

    #[inline]
    pub(super) fn give_back(&self, credit: usize) {
        if credit > 0 {
            self.free.fetch_add(credit, Ordering::AcqRel);
        }
    }
}
