//! When a generation is over, for a pool with an idle timeout.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Nanoseconds since the pool's first use.
pub(super) struct Clock {
    start: Instant,
    due: AtomicU64,
    generation: u64,
}

impl Clock {
    pub(super) fn start(generation: Duration) -> Self {
        let generation = nanoseconds(generation);
        Self {
            start: Instant::now(),
            due: AtomicU64::new(generation),
            generation,
        }
    }

    /// Whether generations end by themselves at all.
    pub(super) const fn runs(&self) -> bool {
        self.generation != u64::MAX
    }

    pub(super) const fn generation(&self) -> u64 {
        self.generation
    }

    pub(super) fn now(&self) -> u64 {
        nanoseconds(self.start.elapsed())
    }

    /// True for one caller when the generation is over; the next one then begins.
    pub(super) fn is_due(&self, now: u64) -> bool {
        let due = self.due.load(Ordering::Relaxed);
        let next = now.saturating_add(self.generation);
        now >= due
            && self
                .due
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    /// A generation begins now, whoever ended the last one.
    pub(super) fn restart(&self) {
        let next = self.now().saturating_add(self.generation);
        self.due.store(next, Ordering::Relaxed);
    }
}

/// Some 584 years at most.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
