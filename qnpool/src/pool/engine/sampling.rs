//! Which hits the census follows, where it follows one in so many.
//!
//! A hit is not asked: the owner leaves its fast path at a `deadline` anyway, and the next
//! sample makes that deadline come sooner. So what is not sampled costs nothing more. The
//! distances are drawn at random: a fixed one would meet a program that takes from two
//! lines in turn always at the same line. The first distance is drawn as if samples had
//! been taken for ever before: else a thread that takes few objects would be sampled half
//! as often as told, and a change of the mean would bring a sample too early.
//!
//! A sample stands for as many objects as the mean that it was drawn for, whatever the
//! pool has been told since.

use super::state::NEVER;
use super::sync::{Ordering, UnorderedU64, random_seed};

/// Written by the owner, but for `mean`, which is told by others.
pub(super) struct Sampling {
    /// Hits from one sample to the next, in the mean; 0 if none is taken.
    mean: UnorderedU64,
    /// The mean that the next one was drawn for.
    drawn_for: UnorderedU64,
    /// The cache's hits at which the next one is due.
    due_at: UnorderedU64,
    random: UnorderedU64,
}

impl Sampling {
    pub(super) fn new(seed: u64, mean: u64) -> Self {
        Self {
            mean: UnorderedU64::new(mean),
            drawn_for: UnorderedU64::new(0),
            due_at: UnorderedU64::new(NEVER),
            random: UnorderedU64::new(seed),
        }
    }

    pub(super) fn set_mean(&self, mean: u64) {
        self.mean.store(mean, Ordering::Relaxed);
    }

    /// If the hit that comes is to be followed, for how many it stands, and when the next one
    /// is due.
    ///
    /// If the mean has changed, that hit was drawn for another one; `due_at` draws anew.
    #[inline]
    pub(super) fn take(&self, hits: u64) -> Option<(u32, u64)> {
        let mean = self.drawn_for.load(Ordering::Relaxed);
        let is_due = hits >= self.due_at.load(Ordering::Relaxed);
        if !is_due || mean != self.mean.load(Ordering::Relaxed) {
            return None;
        }
        // 1 to `2 * mean - 1` hits later.
        let next = hits + 1 + self.draw_below(2 * mean - 1);
        self.due_at.store(next, Ordering::Relaxed);
        Some((weight(mean), next))
    }

    /// When the owner must leave its fast path for the next sample, if only then.
    #[inline]
    pub(super) fn due_at(&self, hits: u64) -> u64 {
        let mean = self.mean.load(Ordering::Relaxed);
        if mean != self.drawn_for.load(Ordering::Relaxed) {
            self.begin(hits, mean);
        }
        self.due_at.load(Ordering::Relaxed)
    }

    /// Draws when the first sample is due. Of a distance that began at some time in the
    /// past, `hits` are left with a chance of `2 * mean - hits`: that of the smaller of two
    /// different numbers up to `2 * mean`.
    #[cold]
    fn begin(&self, hits: u64, mean: u64) {
        let due_at = if mean == 0 {
            NEVER
        } else {
            let one = self.draw_below(2 * mean);
            let other = self.draw_below(2 * mean - 1);
            let other = other + u64::from(other >= one);
            hits + one.min(other)
        };
        self.drawn_for.store(mean, Ordering::Relaxed);
        self.due_at.store(due_at, Ordering::Relaxed);
    }

    /// What was due is so again, unless the mean has changed since.
    #[inline]
    pub(super) fn put_off(&self, hits: u64, due: u32) {
        if weight(self.drawn_for.load(Ordering::Relaxed)) == due {
            self.due_at.store(hits, Ordering::Relaxed);
        }
    }

    /// A hit that was not made on the fast path is drawn for by itself.
    pub(super) fn pass_one(&self) {
        let due_at = self.due_at.load(Ordering::Relaxed);
        self.due_at
            .store((due_at + 1).min(NEVER), Ordering::Relaxed);
    }

    /// Draws for one object that did not come from the fast path.
    pub(super) fn draw(&self) -> Option<u32> {
        let mean = self.mean.load(Ordering::Relaxed);
        (mean > 0 && self.draw_below(mean) == 0).then(|| weight(mean))
    }

    /// A linear congruential generator, of which the upper bits are used (the multiplier is
    /// Knuth's): statistics of call sites need no better source.
    #[inline]
    fn draw_below(&self, bound: u64) -> u64 {
        let random = self
            .random
            .load(Ordering::Relaxed)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.random.store(random, Ordering::Relaxed);
        below(random, bound)
    }
}

/// For all threads that have no cache, and so no hits to count.
pub(super) struct SharedSampling(UnorderedU64);

impl SharedSampling {
    pub(super) fn new() -> Self {
        Self(UnorderedU64::new(0))
    }

    /// Draws for one object, as [`Sampling::draw`]. By `SplitMix` (Steele, Lea and Flood
    /// 2014), whose state threads can share.
    pub(super) fn draw(&self, mean: u64) -> Option<u32> {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        if mean == 0 {
            return None;
        }
        if self.0.load(Ordering::Relaxed) == 0 {
            self.0.store(random_seed(), Ordering::Relaxed);
        }
        let mut random = self.0.fetch_add(STEP, Ordering::Relaxed);
        random = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        random = (random ^ (random >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        random ^= random >> 31;
        (below(random, mean) == 0).then(|| weight(mean))
    }
}

/// Of 64 random bits, a number below the bound (Lemire 2019, without the last bias).
#[inline]
fn below(random: u64, bound: u64) -> u64 {
    let product = u128::from(random) * u128::from(bound);
    u64::try_from(product >> 64).expect("a half of its bits")
}

#[expect(clippy::cast_possible_truncation, reason = "means are told as `u32`")]
const fn weight(mean: u64) -> u32 {
    mean as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of so many hits, those that are followed, by number.
    fn followed(sampling: &Sampling, hits: u64) -> Vec<u64> {
        let mut hit = 0;
        let mut followed = Vec::new();
        // As `Cache::hold`.
        sampling.due_at(hit);
        while hit < hits {
            // As `Cache::take_sample`.
            if sampling.take(hit).is_some() {
                followed.push(hit);
            }
            let next = sampling.due_at(hit + 1);
            hit = next.max(hit + 1);
        }
        followed
    }

    #[test]
    fn samples_come_at_random_and_as_often_as_told() {
        for mean in [1_u64, 2, 128] {
            let followed = followed(&Sampling::new(7, mean), 20_000 * mean);
            // Distances have a deviation of mean / √3, their number is out by one in
            // √3 × √20,000 for each: 0.02 is five times that.
            let error = 20_000_i64.abs_diff(followed.len().try_into().unwrap());
            assert!(error < 400, "{error} for {mean}");
            let distances = || followed.windows(2).map(|pair| pair[1] - pair[0]);
            assert!(distances().all(|hits| (1..2 * mean).contains(&hits)));
            assert!(distances().any(|hits| hits == 1));
            assert!(distances().any(|hits| hits == 2 * mean - 1));
        }
    }

    /// Also the first, and those after a change of the mean.
    #[test]
    fn every_hit_has_the_same_chance() {
        const RUNS: u64 = 20_000;
        const HITS: u64 = 24;
        for before in [0, 1, 3, 1000] {
            let mut times = [0_u64; 24];
            for run in 0..RUNS {
                let seed = (run + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let sampling = Sampling::new(seed, before);
                for _ in 0..4 {
                    // To where seeds so alike no longer are.
                    sampling.draw_below(1);
                }
                sampling.due_at(0);
                sampling.set_mean(8);
                for hit in followed(&sampling, HITS) {
                    times[usize::try_from(hit).unwrap()] += 1;
                }
            }
            // One in 8 of 20,000 is 2,500, with a deviation of √(20,000 × 1/8 × 7/8) = 47.
            for times in times {
                assert!(times.abs_diff(RUNS / 8) < 6 * 47, "{times} after {before}");
            }
        }
    }

    #[test]
    fn a_sample_stands_for_what_it_was_drawn_for() {
        let sampling = Sampling::new(7, 1);
        assert_eq!(sampling.due_at(0), 0);
        assert_eq!(sampling.take(0), Some((1, 1)));
        sampling.set_mean(0);
        assert_eq!(sampling.take(1), None, "due, and called off");
        assert_eq!(sampling.due_at(1), NEVER);
        sampling.set_mean(1);
        assert_eq!(sampling.due_at(8), 8);
        sampling.set_mean(u64::from(u32::MAX));
        assert_eq!(sampling.take(8), None, "drawn for another mean");
        let due_at = sampling.due_at(8);
        let (weight, next) = sampling.take(due_at).unwrap();
        assert_eq!(weight, u32::MAX);
        assert!(next > due_at);
    }

    #[test]
    fn what_is_put_off_may_be_called_off() {
        let sampling = Sampling::new(7, 1);
        assert_eq!(sampling.due_at(0), 0);
        let (weight, _) = sampling.take(0).unwrap();
        sampling.put_off(0, weight);
        assert_eq!(sampling.take(0), Some((1, 1)));
        sampling.set_mean(0);
        assert_eq!(sampling.due_at(0), NEVER);
        sampling.put_off(0, weight);
        assert_eq!(sampling.take(0), None);
    }

    #[test]
    fn a_mean_of_zero_is_never() {
        let sampling = Sampling::new(7, 0);
        assert_eq!(sampling.due_at(0), NEVER);
        assert_eq!(sampling.take(1 << 40), None);
        assert!((0..1000).all(|_| sampling.draw().is_none()));
    }

    #[test]
    fn a_number_is_below_its_bound() {
        for bound in [1, 2, 1 << 33, u64::MAX] {
            assert_eq!(below(0, bound), 0);
            assert_eq!(below(u64::MAX, bound), bound - 1);
        }
    }

    #[test]
    fn a_new_mean_is_heeded_at_once() {
        let sampling = Sampling::new(7, 1 << 30);
        sampling.due_at(0);
        sampling.set_mean(2);
        assert!(sampling.due_at(0) <= 4);
        sampling.set_mean(0);
        assert_eq!(sampling.due_at(0), NEVER);
        sampling.set_mean(2);
        assert!(sampling.due_at(100) <= 104);
    }
}
