//! Which returns a thread has looked at: what their objects were used for.
//!
//! As with samples of the census, a hit is not asked: the owner leaves its fast path for
//! the look, once in a thousand hits if nothing is to be found and each time while objects
//! need a cut. A thread that only brings objects back has no hits, and counts what it keeps.

use super::state::NEVER;
use super::sync::{Ordering, Tally};

/// Uses that one look stands for, at most. A prime: of uses that come in rounds, say a hundred of
/// which one is large, each has its turn.
const MOST: u64 = 1019;

/// Looks in the time between two looks at the clock.
const LOOKS_IN_INTERVAL: u64 = 8;

/// Looks after which they become half as frequent, at first.
const LOOKS_OF_A_STEP: u64 = 64;

/// Uses that are looked at after one that had something to cut, each of them. What an earlier
/// traffic left lies deep in a stack and comes up together, now and then: with one such use
/// after the other and then half as many each time, one in nine was left to the next
/// generation, with 64 of them one in twenty.
const NEIGHBOURS: u64 = 256;

/// What a look saw of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Seen {
    /// It has nothing that tells how full it is.
    Nothing,
    /// What it has is used.
    Used,
    /// It had more than is used, which was cut.
    Unused,
}

/// Written by the owner.
pub(super) struct Looks {
    /// The cache's hits at which the next one is due.
    at_get: Tally,
    /// The same for the number of objects kept.
    at_put: Tally,
    /// Uses from one look to the next.
    distance: Tally,
    /// One is due, for the next object that comes back.
    wanted: Tally,
    /// How many there were.
    made: Tally,
    /// Neighbours that are still to be looked at.
    neighbours: Tally,
}

impl Looks {
    /// None at all, if the objects retain nothing.
    pub(super) fn new(any: bool) -> Self {
        let (at, distance) = if any { (0, 1) } else { (NEVER, NEVER) };
        Self {
            at_get: Tally::new(at),
            at_put: Tally::new(at),
            distance: Tally::new(distance),
            wanted: Tally::new(0),
            made: Tally::new(0),
            neighbours: Tally::new(0),
        }
    }

    #[inline]
    pub(super) fn wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed) != 0
    }

    /// Objects that may be kept until the next one is due.
    pub(super) fn until_due(&self) -> usize {
        let distance = self.distance.load(Ordering::Relaxed);
        // Neighbours are looked at each, by a way of their own.
        let until_due = distance.max(self.neighbours.load(Ordering::Relaxed));
        usize::try_from(until_due).unwrap_or(usize::MAX)
    }

    /// When the owner must leave its fast path for the next look, if only then.
    #[inline]
    pub(super) fn due_at(&self) -> u64 {
        self.at_get.load(Ordering::Relaxed)
    }

    /// By an owner off its fast path.
    pub(super) fn note_due(&self, hits: u64, kept: impl Fn() -> u64) {
        let at_put = self.at_put.load(Ordering::Relaxed);
        let is_due =
            hits >= self.at_get.load(Ordering::Relaxed) || at_put != NEVER && kept() >= at_put;
        if is_due {
            if self.wanted() {
                // The last one was not done, as by a thread that brings no objects back.
                let distance = self.distance.load(Ordering::Relaxed);
                let distance = (distance * 2).min(MOST);
                self.distance.store(distance, Ordering::Relaxed);
            }
            self.wanted.store(1, Ordering::Relaxed);
            // It will be done before that; the owner must know by now when it comes out again.
            self.put_off(hits, kept(), self.distance.load(Ordering::Relaxed));
        }
    }

    /// Uses that the look which is wanted stands for.
    pub(super) fn begin(&self) -> u64 {
        self.wanted.store(0, Ordering::Relaxed);
        let made = self.made.load(Ordering::Relaxed);
        self.made.store(made + 1, Ordering::Relaxed);
        self.distance.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self, hits: u64, kept: u64, seen: Seen, interval: u64) {
        if seen == Seen::Nothing {
            self.give_up();
            return;
        }
        let neighbours = if seen == Seen::Unused {
            NEIGHBOURS
        } else {
            self.neighbours.load(Ordering::Relaxed).saturating_sub(1)
        };
        self.neighbours.store(neighbours, Ordering::Relaxed);
        self.wanted
            .store(u64::from(neighbours > 0), Ordering::Relaxed);
        let distance = if neighbours > 0 {
            1
        } else {
            self.distance.load(Ordering::Relaxed) * 2
        };
        let distance = distance.min(self.usual_distance(interval));
        self.distance.store(distance, Ordering::Relaxed);
        self.put_off(hits, kept, distance.max(neighbours));
    }

    /// Uses that a look stands for if nothing is to be found: few where few objects come by
    /// in a generation, of which an interval is an eighth; and few at first, or a pool would
    /// have seen a hundred thousand uses before it knew what they fill.
    pub(super) fn usual_distance(&self, interval: u64) -> u64 {
        let steps = self.made.load(Ordering::Relaxed) / LOOKS_OF_A_STEP;
        let at_first = 1 << steps.min(u64::from(MOST.ilog2()) + 1);
        (interval / LOOKS_IN_INTERVAL).clamp(1, MOST.min(at_first))
    }

    fn put_off(&self, hits: u64, kept: u64, distance: u64) {
        self.at_get.store(hits + distance, Ordering::Relaxed);
        self.at_put.store(kept + distance, Ordering::Relaxed);
    }

    fn give_up(&self) {
        self.wanted.store(0, Ordering::Relaxed);
        self.at_get.store(NEVER, Ordering::Relaxed);
        self.at_put.store(NEVER, Ordering::Relaxed);
        self.distance.store(NEVER, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_due_at_once_and_then_as_often_as_told() {
        let looks = Looks::new(true);
        assert_eq!(looks.due_at(), 0);
        let mut hits = 0;
        for look in 0..20 * LOOKS_OF_A_STEP {
            looks.note_due(hits, || 0);
            assert!(looks.wanted(), "{look}");
            assert_eq!(looks.begin(), looks.distance.load(Ordering::Relaxed));
            looks.end(hits, 0, Seen::Used, 1 << 20);
            assert!(!looks.wanted());
            hits = looks.due_at();
        }
        assert_eq!(looks.usual_distance(1 << 20), MOST);
        assert_eq!(looks.usual_distance(80), 10);
        looks.note_due(hits, || 0);
        looks.begin();
        looks.end(hits, 0, Seen::Unused, 1 << 20);
        for _ in 0..NEIGHBOURS {
            assert!(looks.wanted(), "what came by the same way is looked at too");
            assert_eq!(looks.begin(), 1);
            assert_eq!(
                looks.due_at(),
                hits + looks.neighbours.load(Ordering::Relaxed)
            );
            looks.end(hits, 0, Seen::Used, 1 << 20);
        }
        assert!(!looks.wanted());
        assert_eq!(looks.due_at(), hits + 2);
    }

    /// Or every `get` of a thread that hands its objects on would be a slow one.
    #[test]
    fn one_that_is_not_done_is_asked_for_less_and_less() {
        let looks = Looks::new(true);
        let (mut hits, mut times) = (0, 0);
        while hits < 1_000_000 {
            looks.note_due(hits, || 0);
            assert!(looks.wanted());
            hits = looks.due_at();
            times += 1;
        }
        assert!(times < 1000, "{times}");
    }

    #[test]
    fn what_retains_nothing_is_never_looked_at() {
        let looks = Looks::new(false);
        looks.note_due(1 << 40, || 1 << 40);
        assert!(!looks.wanted());
        assert_eq!(looks.due_at(), NEVER);
        let never = usize::try_from(NEVER).unwrap_or(usize::MAX);
        assert_eq!(looks.until_due(), never);
    }
}
