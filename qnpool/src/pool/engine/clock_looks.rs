//! When a thread that uses the pool looks at the clock, by which generations end.
//!
//! A hit does not: the owner leaves its fast path at a deadline in hits, which is so far away
//! as hits come in an eighth of a generation. It follows how fast they come, and that may
//! change at any time: to a pool that was busy and becomes slow, the next deadline is as many
//! hits away as before. So there is a most; it bounds what a busy hour leaves to some
//! thousand uses after it. With 65,536 that was 18 hours of one `get` a second.

use super::state::NEVER;
use super::sync::{Ordering, Tally};

/// Hits from one look to the next, at first and at most; in between they adapt. Of 1,024 at most
/// a small object's pair took 2 % more, of 2,048 as much more as two runs differ by.
const FIRST_HITS: u64 = 4;
const MOST_HITS: u64 = 1 << 11;

/// Uses in an eighth of a generation, as taken at first and at most.
const FIRST_INTERVAL: u64 = 16;
const LONGEST_INTERVAL: u64 = 1 << 16;

/// Written by the owner.
pub(super) struct ClockLooks {
    /// Uses in an eighth of a generation: twice as many with each look that came sooner, or it
    /// would take that long to know of a busy pool; and what they were with one that came later.
    interval: Tally,
    /// Hits from one look to the next.
    distance: Tally,
    /// The time of the last look, and the hits at that time.
    time: Tally,
    hits: Tally,
    /// The hits at which the next look is due.
    due_at: Tally,
}

impl ClockLooks {
    pub(super) fn new() -> Self {
        Self {
            interval: Tally::new(FIRST_INTERVAL),
            distance: Tally::new(FIRST_HITS),
            time: Tally::new(0),
            hits: Tally::new(0),
            due_at: Tally::new(FIRST_HITS),
        }
    }

    #[inline]
    pub(super) fn due_at(&self) -> u64 {
        self.due_at.load(Ordering::Relaxed)
    }

    pub(super) fn interval(&self) -> u64 {
        self.interval.load(Ordering::Relaxed)
    }

    /// Whether an owner that is off its fast path anyway should look: half of the hits are
    /// enough for that.
    #[inline]
    pub(super) fn wanted(&self, hits: u64) -> bool {
        2 * self.hits_since(hits) >= self.distance.load(Ordering::Relaxed)
    }

    #[inline]
    fn hits_since(&self, hits: u64) -> u64 {
        hits.saturating_sub(self.hits.load(Ordering::Relaxed))
    }

    /// The owner has looked, and will look again after an eighth of a generation, of which
    /// `aim` is the length; earlier if that is far away.
    pub(super) fn looked(&self, hits: u64, now: u64, aim: u64) {
        let since = now.saturating_sub(self.time.load(Ordering::Relaxed));
        let interval = self.interval();
        let distance = self.distance.load(Ordering::Relaxed);
        let (interval, distance) = if since > aim {
            // At once, however many came before.
            let hits = u128::from(self.hits_since(hits));
            let in_aim = hits * u128::from(aim) / u128::from(since);
            let in_aim = u64::try_from(in_aim).unwrap_or(u64::MAX);
            // Of uses without hits it is not known.
            let interval = if in_aim > 0 { in_aim } else { interval / 2 };
            (interval, in_aim)
        } else if self.wanted(hits) {
            (interval * 2, distance * 2)
        } else {
            // Misses say nothing about hits.
            (interval * 2, distance)
        };
        let interval = interval.clamp(1, LONGEST_INTERVAL);
        self.interval.store(interval, Ordering::Relaxed);
        let distance = distance.clamp(1, MOST_HITS);
        self.distance.store(distance, Ordering::Relaxed);
        self.time.store(now, Ordering::Relaxed);
        self.hits.store(hits, Ordering::Relaxed);
        self.due_at.store(hits + distance, Ordering::Relaxed);
    }

    /// No generation ever ends.
    pub(super) fn give_up(&self) {
        self.interval.store(LONGEST_INTERVAL, Ordering::Relaxed);
        self.distance.store(NEVER, Ordering::Relaxed);
        self.due_at.store(NEVER, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_become_rare_where_hits_are_frequent_and_frequent_at_once() {
        let looks = ClockLooks::new();
        for now in 0..100 {
            let hits = looks.due_at();
            assert!(looks.wanted(hits));
            looks.looked(hits, now, 1000);
        }
        let hits = looks.due_at();
        looks.looked(hits, 100, 1000);
        assert_eq!(looks.due_at(), hits + MOST_HITS);
        assert_eq!(looks.interval(), LONGEST_INTERVAL);

        let hits = looks.due_at();
        looks.looked(hits, 100 + 100 * MOST_HITS, 1000);
        assert_eq!(looks.due_at(), hits + 10, "one in each 100 ns");
    }

    /// Looks come now a little sooner and now a little later, and the one must make up for the
    /// other.
    #[test]
    fn a_slow_pool_is_known_for_good() {
        let looks = ClockLooks::new();
        let (mut hits, mut now) = (0, 0);
        for round in 0..10_000_u64 {
            // 100 in the time of one look, more or less.
            let each = 5 + round * 7 % 11;
            now += (looks.due_at() - hits) * each;
            hits = looks.due_at();
            looks.looked(hits, now, 1000);
            let known = looks.interval();
            assert!(round < 20 || (50..=800).contains(&known), "{known}");
        }
    }

    #[test]
    fn misses_do_not_put_them_off() {
        let looks = ClockLooks::new();
        for now in 0..100 {
            looks.looked(0, now, 1000);
        }
        assert_eq!(looks.due_at(), FIRST_HITS);
        looks.looked(0, 1000, 100);
        assert_eq!(looks.due_at(), 1);
    }

    #[test]
    fn there_are_none_without_generations() {
        let looks = ClockLooks::new();
        looks.give_up();
        assert_eq!(looks.due_at(), NEVER);
        assert!(!looks.wanted(1 << 40));
    }
}
