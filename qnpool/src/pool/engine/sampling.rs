//! Which hits the census follows, where it follows one in so many.
//!
//! A hit is not asked: the owner leaves its fast path at a `deadline` anyway, and the next
//! sample makes that deadline come sooner. So what is not sampled costs nothing more. The
//! distances are drawn at random: a fixed one would meet a program that takes from two
//! lines in turn always at the same line.

use super::sync::{Ordering, Tally};

/// Written by the owner, but for `mean`, which is told by others.
pub(super) struct Sampling {
    /// Hits from one sample to the next, in the mean; 0 if none is taken.
    mean: Tally,
    /// The value of the cache's `gets` at which the next one is due.
    due_at: Tally,
    random: Tally,
}

const NEVER: u64 = u64::MAX;

impl Sampling {
    pub(super) fn new(seed: u64, mean: u64) -> Self {
        Self {
            mean: Tally::new(mean),
            due_at: Tally::new(NEVER),
            random: Tally::new(seed),
        }
    }

    pub(super) fn set_mean(&self, mean: u64) {
        self.mean.store(mean, Ordering::Relaxed);
    }

    pub(super) fn is_due(&self, gets: u64) -> bool {
        gets >= self.due_at.load(Ordering::Relaxed)
    }

    /// When the owner must leave its fast path for the next sample, if only then.
    pub(super) fn due_at(&self, gets: u64) -> u64 {
        let mean = self.mean.load(Ordering::Relaxed);
        let due_at = self.due_at.load(Ordering::Relaxed);
        if mean == 0 {
            self.due_at.store(NEVER, Ordering::Relaxed);
            return NEVER;
        }
        // Also where the mean has become smaller since.
        if due_at > gets.saturating_add(4 * mean) {
            self.arm(gets);
        }
        self.due_at.load(Ordering::Relaxed)
    }

    /// Draws when the next sample is due: after 1 to `2 * mean - 1` hits.
    pub(super) fn arm(&self, gets: u64) {
        let mean = self.mean.load(Ordering::Relaxed);
        let due_at = if mean == 0 {
            NEVER
        } else {
            gets + 2 * self.draw_below(2 * mean - 1)
        };
        self.due_at.store(due_at, Ordering::Relaxed);
    }

    pub(super) fn set_due(&self, gets: u64) {
        self.due_at.store(gets, Ordering::Relaxed);
    }

    /// A hit that was not made on the fast path is drawn for by itself.
    pub(super) fn pass_one(&self) {
        let due_at = self.due_at.load(Ordering::Relaxed);
        self.due_at
            .store(due_at.saturating_add(2), Ordering::Relaxed);
    }

    /// Draws for one object that did not come from the fast path.
    pub(super) fn draw(&self) -> bool {
        let mean = self.mean.load(Ordering::Relaxed);
        mean > 0 && self.draw_below(mean) == 0
    }

    /// Xorshift (Marsaglia 2003): statistics of call sites need no better source.
    fn draw_below(&self, bound: u64) -> u64 {
        let mut random = self.random.load(Ordering::Relaxed);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        self.random.store(random, Ordering::Relaxed);
        ((random >> 32) * bound) >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hits from one sample to the next, `count` times.
    fn distances(sampling: &Sampling, count: usize) -> Vec<u64> {
        let mut gets = 0;
        sampling.arm(gets);
        (0..count)
            .map(|_| {
                let due_at = sampling.due_at(gets);
                let hits = (due_at - gets) / 2 + 1;
                gets = due_at + 2;
                sampling.arm(gets);
                hits
            })
            .collect()
    }

    #[test]
    fn samples_come_at_random_and_as_often_as_told() {
        for mean in [1_u64, 2, 128] {
            let distances = distances(&Sampling::new(7, mean), 20_000);
            let sum: u64 = distances.iter().sum();
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let measured = sum as f64 / 20_000.0;
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let told = mean as f64;
            assert!(
                (measured / told - 1.0).abs() < 0.02,
                "{measured}, not {told}"
            );
            assert!(distances.iter().all(|hits| (1..2 * mean).contains(hits)));
            if mean > 1 {
                assert!(distances.contains(&1));
                assert!(distances.contains(&(2 * mean - 1)));
            }
        }
    }

    #[test]
    fn a_mean_of_zero_is_never() {
        let sampling = Sampling::new(7, 0);
        sampling.arm(0);
        assert_eq!(sampling.due_at(0), NEVER);
        assert!(!sampling.is_due(1 << 40));
        assert!((0..1000).all(|_| !sampling.draw()));
    }

    #[test]
    fn a_smaller_mean_is_heeded_at_once() {
        let sampling = Sampling::new(7, 1 << 30);
        sampling.arm(0);
        sampling.set_mean(2);
        assert!(sampling.due_at(0) <= 8);
        sampling.set_mean(0);
        assert_eq!(sampling.due_at(0), NEVER);
        sampling.set_mean(2);
        assert!(sampling.due_at(100) <= 108);
    }
}
