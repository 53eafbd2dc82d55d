//! When a thread that uses the pool leaves its fast path to check what a hit has no time for.
//!
//! A check reads the clock, by which generations end, and has the next object that comes back
//! inspected, for what it was used for. A hit does not ask: the owner leaves its fast path at a
//! deadline in hits. An owner that is off its fast path anyway checks then, if half of the way is
//! done; so does one that has no hits, as it only brings objects back.
//!
//! The distance from one check to the next follows how fast uses come: 64 checks a generation, as
//! far as the times of the last two tell. It doubles while they come sooner, and falls at once
//! when they come later. There is a most, which bounds what a busy hour leaves to some thousand
//! uses after it: to a pool that becomes slow, the next check is as many uses away as before. With
//! 65,536 that was 18 hours of one `get` a second; of 1,024 a small object's pair takes 2 % more.
//!
//! Where uses are inspected, the first of them are inspected each, and the distance doubles with
//! every 64th inspection: else a pool would see a hundred thousand uses before it knew what they fill.

use super::state::NEVER;
use super::sync::{Ordering, UnorderedU64};

/// Uses from one check to the next, at most. And where uses are inspected: both are primes, so that
/// of uses that come in rounds, say a hundred of which one is large, each has its turn.
const MOST: u64 = 2039;
const MOST_WITH_INSPECTIONS: u64 = 1019;

/// Checks in an eighth of a generation.
const CHECKS: u64 = 8;

/// Inspections after which they become half as frequent.
const INSPECTIONS_OF_A_STEP: u64 = 64;

/// Operations off the fast path of which one checks, however few uses there were.
const SLOW_OPERATIONS: u64 = 8;

/// Uses that are inspected after one that had something to cut, each of them. What an earlier
/// traffic left lies deep in a stack and comes up together, now and then: with one such use
/// after the other and then half as many each time, one in nine was left to the next
/// generation, with 64 of them one in twenty.
const NEIGHBOURS: u64 = 256;

/// What an inspection saw of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Seen {
    /// It has nothing that tells how full it is.
    Nothing,
    /// What it has is used.
    Used,
    /// It had more than is used, which was cut.
    Unused,
}

/// What the owner has done so far.
#[derive(Clone, Copy)]
pub(super) struct Uses {
    pub(super) hits: u64,
    /// Objects that it brought back.
    pub(super) kept: u64,
}

/// Written by the owner.
pub(super) struct Pacer {
    /// Uses from one check to the next.
    distance: UnorderedU64,
    /// The time and the uses at the last check.
    time: UnorderedU64,
    hits: UnorderedU64,
    kept: UnorderedU64,
    /// The hits at which the next check is due.
    due_at: UnorderedU64,
    slow_operations: UnorderedU64,
    /// Not zero if uses are inspected.
    inspections: UnorderedU64,
    /// The next object that comes back is to be inspected.
    wanted: UnorderedU64,
    /// How many uses have been inspected, and up to which object that stands for all.
    made: UnorderedU64,
    inspected: UnorderedU64,
    /// Uses that are still to be inspected each.
    neighbours: UnorderedU64,
}

impl Pacer {
    /// `inspections` is whether uses are inspected: not if the objects retain nothing.
    pub(super) fn new(inspections: bool) -> Self {
        Self {
            distance: UnorderedU64::new(1),
            time: UnorderedU64::new(0),
            hits: UnorderedU64::new(0),
            kept: UnorderedU64::new(0),
            due_at: UnorderedU64::new(1),
            slow_operations: UnorderedU64::new(0),
            inspections: UnorderedU64::new(inspections.into()),
            wanted: UnorderedU64::new(0),
            made: UnorderedU64::new(0),
            inspected: UnorderedU64::new(0),
            neighbours: UnorderedU64::new(0),
        }
    }

    #[inline]
    pub(super) fn due_at(&self) -> u64 {
        self.due_at.load(Ordering::Relaxed)
    }

    /// Uses from one check to the next.
    pub(super) fn distance(&self) -> usize {
        usize::try_from(self.distance.load(Ordering::Relaxed)).unwrap_or(usize::MAX)
    }

    /// The owner is off its fast path: true for one in [`SLOW_OPERATIONS`].
    #[inline]
    pub(super) fn count_slow_operation(&self) -> bool {
        let before = self.slow_operations.load(Ordering::Relaxed);
        self.slow_operations.store(before + 1, Ordering::Relaxed);
        before % SLOW_OPERATIONS == 0
    }

    /// Whether half of the way to the next check is done.
    pub(super) fn is_half_way(&self, uses: Uses) -> bool {
        2 * self.since_check(uses) >= self.distance.load(Ordering::Relaxed)
    }

    /// For an owner that only brings objects back, these count.
    fn since_check(&self, uses: Uses) -> u64 {
        let hits = uses.hits.saturating_sub(self.hits.load(Ordering::Relaxed));
        let kept = uses.kept.saturating_sub(self.kept.load(Ordering::Relaxed));
        hits.max(kept)
    }

    /// The owner checks now, and will check again after a part of `interval`, which is an eighth
    /// of a generation.
    pub(super) fn check(&self, uses: Uses, now: u64, interval: u64) {
        let aim = interval / CHECKS;
        let since = now.saturating_sub(self.time.load(Ordering::Relaxed));
        let passed = self.since_check(uses);
        let distance = self.distance.load(Ordering::Relaxed);
        let distance = if since > aim {
            let in_aim = u128::from(passed) * u128::from(aim) / u128::from(since);
            // Of operations that were no uses it is not known.
            let known = u64::try_from(in_aim).unwrap_or(u64::MAX);
            if passed > 0 { known } else { distance / 2 }
        } else if self.is_half_way(uses) {
            // If the inspection that was wanted was not done, the thread perhaps brings nothing back.
            let most = if self.wants_inspection() {
                MOST
            } else {
                self.most()
            };
            (distance * 2).min(most)
        } else {
            distance
        };
        let distance = distance.clamp(1, MOST);
        self.distance.store(distance, Ordering::Relaxed);
        self.time.store(now, Ordering::Relaxed);
        let last_hits = self.hits.load(Ordering::Relaxed);
        self.hits.store(uses.hits, Ordering::Relaxed);
        self.kept.store(uses.kept, Ordering::Relaxed);
        // What an owner has brought back says nothing about how fast it will take.
        let hits = uses.hits.saturating_sub(last_hits);
        let due_at = uses.hits + distance.min(2 * hits).max(1);
        self.due_at.store(due_at.min(NEVER), Ordering::Relaxed);
        let inspections = self.inspections.load(Ordering::Relaxed);
        self.wanted.store(inspections, Ordering::Relaxed);
    }

    /// The distance there may be after as many inspections as there were.
    fn most(&self) -> u64 {
        if self.inspections.load(Ordering::Relaxed) == 0 {
            return MOST;
        }
        let steps = self.made.load(Ordering::Relaxed) / INSPECTIONS_OF_A_STEP;
        MOST_WITH_INSPECTIONS.min(1 << steps.min(u64::from(MOST.ilog2())))
    }

    /// Whether the next object that the owner brings back is to be inspected.
    #[inline]
    pub(super) fn wants_inspection(&self) -> bool {
        self.wanted.load(Ordering::Relaxed) != 0
    }

    /// The uses that the inspection which is wanted stands for, and those that one usually does.
    pub(super) fn begin_inspection(&self, kept: u64) -> (u64, u64) {
        let inspected = self.inspected.load(Ordering::Relaxed);
        let weight = (kept + 1).saturating_sub(inspected).max(1);
        self.inspected.store(kept + 1, Ordering::Relaxed);
        let made = self.made.load(Ordering::Relaxed);
        self.made.store(made + 1, Ordering::Relaxed);
        // A neighbour counts less: it stands for itself alone.
        let is_neighbour = self.neighbours.load(Ordering::Relaxed) > 0;
        let distance = if is_neighbour { self.most() } else { 1 };
        (weight, weight.max(distance))
    }

    pub(super) fn end_inspection(&self, seen: Seen) {
        let neighbours = match seen {
            Seen::Nothing => {
                self.inspections.store(0, Ordering::Relaxed);
                0
            }
            Seen::Used => self.neighbours.load(Ordering::Relaxed).saturating_sub(1),
            Seen::Unused => NEIGHBOURS,
        };
        self.neighbours.store(neighbours, Ordering::Relaxed);
        let distance = self.distance.load(Ordering::Relaxed).min(self.most());
        self.distance.store(distance, Ordering::Relaxed);
        self.wanted
            .store((neighbours > 0).into(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: u64 = 1000 * CHECKS;

    fn hits(hits: u64) -> Uses {
        Uses { hits, kept: 0 }
    }

    /// Checks when it is due, and says how many hits later that was.
    fn check_in_time(pacer: &Pacer, now: u64) -> u64 {
        let before = pacer.hits.load(Ordering::Relaxed);
        let due = pacer.due_at();
        assert!(pacer.is_half_way(hits(due)));
        pacer.check(hits(due), now, INTERVAL);
        due - before
    }

    #[test]
    fn checks_become_rare_where_uses_are_frequent_and_frequent_at_once() {
        let pacer = Pacer::new(false);
        for now in 0..100 {
            check_in_time(&pacer, now);
        }
        assert_eq!(check_in_time(&pacer, 100), MOST);
        check_in_time(&pacer, 100 + 100 * MOST);
        assert_eq!(
            check_in_time(&pacer, 100 + 100 * MOST),
            10,
            "one in each 100 ns"
        );
    }

    /// Checks come now a little sooner and now a little later, and the one must make up for the
    /// other.
    #[test]
    fn a_slow_pool_is_known_for_good() {
        let pacer = Pacer::new(false);
        let mut now = 0;
        for round in 0..10_000_u64 {
            // 100 in the time of one check, more or less.
            let each = 5 + round * 7 % 11;
            let last = pacer.hits.load(Ordering::Relaxed);
            now += (pacer.due_at() - last) * each;
            let distance = check_in_time(&pacer, now);
            assert!(round < 20 || (50..=800).contains(&distance), "{distance}");
        }
    }

    #[test]
    fn misses_do_not_put_them_off() {
        let pacer = Pacer::new(false);
        let due = (0..100).filter(|_| pacer.count_slow_operation()).count();
        assert_eq!(due, 13, "one in eight");
        for now in 0..100 {
            pacer.check(hits(0), now, INTERVAL);
        }
        assert_eq!(pacer.due_at(), 1);
    }

    #[test]
    fn a_thread_that_only_returns_checks_as_often() {
        let pacer = Pacer::new(false);
        let mut kept = 0;
        for now in 0..100 {
            kept += pacer.distance.load(Ordering::Relaxed);
            let uses = Uses { hits: 0, kept };
            assert!(pacer.is_half_way(uses));
            pacer.check(uses, now, INTERVAL);
        }
        assert_eq!(pacer.distance.load(Ordering::Relaxed), MOST);
    }

    #[test]
    fn the_first_uses_are_inspected_each_and_then_ever_fewer() {
        let pacer = Pacer::new(true);
        let mut inspected = 0;
        for inspection in 0..20 * INSPECTIONS_OF_A_STEP {
            let distance = check_in_time(&pacer, 0);
            inspected += distance;
            assert!(pacer.wants_inspection(), "{inspection}");
            assert_eq!(pacer.begin_inspection(inspected - 1).0, distance);
            pacer.end_inspection(Seen::Used);
            assert!(!pacer.wants_inspection());
            assert!(inspection >= INSPECTIONS_OF_A_STEP || distance == 1);
        }
        assert_eq!(check_in_time(&pacer, 0), MOST_WITH_INSPECTIONS);
    }

    /// Or every `get` of a thread that hands its objects on would be a slow one.
    #[test]
    fn inspections_that_are_not_made_do_not_hold_it_up() {
        let pacer = Pacer::new(true);
        let checks = (0..20).map(|_| check_in_time(&pacer, 0));
        assert_eq!(checks.last(), Some(MOST));
    }

    #[test]
    fn what_came_by_the_same_way_as_a_cut_is_inspected_too() {
        let pacer = Pacer::new(true);
        check_in_time(&pacer, 0);
        pacer.begin_inspection(0);
        pacer.end_inspection(Seen::Unused);
        for kept in 1..=NEIGHBOURS {
            assert!(pacer.wants_inspection());
            assert_eq!(pacer.begin_inspection(kept).0, 1);
            pacer.end_inspection(Seen::Used);
        }
        assert!(!pacer.wants_inspection());
    }

    #[test]
    fn what_retains_nothing_is_not_inspected() {
        let pacer = Pacer::new(false);
        check_in_time(&pacer, 0);
        assert!(!pacer.wants_inspection());
        let pacer = Pacer::new(true);
        check_in_time(&pacer, 0);
        pacer.begin_inspection(0);
        pacer.end_inspection(Seen::Nothing);
        check_in_time(&pacer, 0);
        assert!(!pacer.wants_inspection(), "nor what has nothing to tell");
    }
}
