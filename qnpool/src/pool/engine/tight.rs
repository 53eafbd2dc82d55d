//! What happens where the bound is tight: fewer objects may wait than the threads' caches would
//! like to hold.
//!
//! A cache has credit for the objects that its owner has checked out, so that they come back
//! without a load of anything shared. Many such caches hold all the credit there is while hardly
//! an object waits, and those who bring one back are refused. When that is seen, the bound is
//! *tight*: caches are emptied into the depot and stay closed, and objects come to its opened
//! magazines and leave them one at a time. The pool is then what a mutex around a vector is, in
//! some shards, and refuses an object only if as many as the bound allows are waiting.
//!
//! Credit stays in a shard when its object leaves: with credit that travels to the budget and
//! back, a thread that the scheduler stops on the way keeps it for milliseconds. With 64 threads
//! at a bound of 16, one object in ten was refused for that.
//!
//! A refusal alone does not make the bound tight: a burst that returns more than may wait is
//! refused by every pool. What counts is credit without an object (`wastes_credit`), or objects
//! that wait where a thread that must make one cannot have them (`hides_objects`). Both are
//! sums over all caches, so they are computed once in [`CHECK_EVERY`] at most.
//!
//! It ends by itself after a second. If the bound is found tight again soon, it stays so for
//! twice as long, up to a minute. So a pool revokes its caches for this once a second at most.
//! While there are fewer than four credits for each thread that uses the pool it does not end, and
//! it begins before an object is refused: a thread that the scheduler stops in the middle of a hit
//! keeps its cache, so with 64 such threads at a bound of 16 most credit was out of reach for some
//! milliseconds each time.
//!
//! Measured, with ten threads that each take 16 objects and return them, at a bound of 50: 28 % of
//! the gets made a new object before, and now less than one in a thousand. To look for credit in
//! caches that sleep, which this replaces, interrupted all processors up to 10,000 times a second.

use super::cache::revoke;
use super::sync::{CREDIT_OF_A_THREAD, Ordering, UnorderedU64};
use super::{Cache, Engine};

/// Nanoseconds, as all times here. Without a clock no time passes, and the first check is the last.
const CHECK_EVERY: u64 = 1_000_000;

const PERIOD: u64 = 1_000_000_000;
const LONGEST_PERIOD: u64 = 64 * PERIOD;

/// Credit without an object, or objects that are out of reach, that make the bound tight: one
/// part in so many of the bound.
const NOTABLE_PART: u64 = 8;

pub(super) struct Tight {
    /// Not zero if the bound is tight.
    on: UnorderedU64,
    /// When the next check is allowed, after a refusal and after a miss. A miss that finds no
    /// object hidden must not put off the check after the refusal that follows.
    refusals: NextCheck,
    misses: NextCheck,
    /// How long the bound stays tight, when that ends, or when it ended last.
    period: UnorderedU64,
    end: UnorderedU64,
}

struct NextCheck(UnorderedU64);

impl NextCheck {
    /// True for one caller in [`CHECK_EVERY`].
    fn is_due(&self, now: u64) -> bool {
        let due = self.0.load(Ordering::Relaxed);
        let next = now + CHECK_EVERY;
        now >= due
            && self
                .0
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

impl Tight {
    pub(super) fn new() -> Self {
        Self {
            on: UnorderedU64::new(0),
            refusals: NextCheck(UnorderedU64::new(0)),
            misses: NextCheck(UnorderedU64::new(0)),
            period: UnorderedU64::new(PERIOD),
            end: UnorderedU64::new(0),
        }
    }

    #[inline]
    fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed) != 0
    }

    /// False if it was tight already.
    fn begin(&self, now: u64) -> bool {
        let end = self.end.load(Ordering::Relaxed);
        let period = self.period.load(Ordering::Relaxed);
        let is_soon = end > 0 && now.saturating_sub(end) < period;
        let period = if is_soon { 2 * period } else { PERIOD };
        let period = period.min(LONGEST_PERIOD);
        if self.on.swap(1, Ordering::Relaxed) != 0 {
            return false;
        }
        self.period.store(period, Ordering::Relaxed);
        self.end.store(now + period, Ordering::Relaxed);
        true
    }

    #[inline]
    fn is_over(&self, now: u64) -> bool {
        self.is_on() && now >= self.end.load(Ordering::Relaxed)
    }

    fn end(&self, now: u64) {
        self.end.store(now, Ordering::Relaxed);
        self.refusals.0.store(now, Ordering::Relaxed);
        self.misses.0.store(now, Ordering::Relaxed);
        self.on.store(0, Ordering::Relaxed);
    }
}

impl<T> Engine<T> {
    #[inline]
    pub(in super::super) fn is_tight(&self) -> bool {
        self.tight().is_some_and(Tight::is_on)
    }

    #[inline]
    fn tight(&self) -> Option<&Tight> {
        self.threads.get().map(|threads| &threads.tight)
    }

    /// After an object was refused at this time: whether to find out the reason, once in a while.
    pub(in super::super) fn is_refusal_due(&self, now: u64) -> bool {
        self.threads().tight.refusals.is_due(now)
    }

    /// After such an object: true if it should be tried again.
    pub(in super::super) fn note_refusal(&self, now: u64) -> bool {
        !self.is_tight() && self.wastes_credit() && self.tighten(now)
    }

    /// The same after none was found.
    pub(in super::super) fn note_miss(&self, now: impl FnOnce() -> u64) -> bool {
        if self.is_tight() || !self.budget.is_exhausted() {
            return false;
        }
        let now = now();
        let is_due = self.tight().is_some_and(|tight| tight.misses.is_due(now));
        is_due && self.hides_objects() && self.tighten(now)
    }

    /// Whether a notable part of the credit belongs to no object that waits.
    fn wastes_credit(&self) -> bool {
        let max_idle = self.budget.max_idle() as u64;
        self.is_notable(max_idle.saturating_sub(self.idle()))
    }

    /// Whether notably many objects wait; for a thread that finds none.
    fn hides_objects(&self) -> bool {
        self.is_notable(self.idle())
    }

    fn is_notable(&self, count: u64) -> bool {
        count > 0 && count * NOTABLE_PART >= self.budget.max_idle() as u64
    }

    fn tighten(&self, now: u64) -> bool {
        if self.threads().tight.begin(now) {
            // A cache that is missed is emptied by its owner, with its next operation. So are all
            // if somebody else revokes them just now, for whom a `get` must not wait.
            if let Some(_revoking) = self.try_revoke() {
                revoke(self.caches().iter(), |mut held| self.share(&mut held));
            }
        }
        true
    }

    /// For a new thread.
    pub(super) fn tighten_if_crowded(&self) {
        if !self.is_tight() && self.is_crowded() {
            self.tighten(0);
        }
    }

    /// Ends it if the bound has been tight for long enough.
    pub(in super::super) fn loosen_if_over(&self, now: u64) {
        let over = self.tight().filter(|tight| tight.is_over(now));
        if let Some(tight) = over.filter(|_| !self.is_crowded()) {
            tight.end(now);
            self.depot.shed(&self.budget);
        }
    }

    fn is_crowded(&self) -> bool {
        let owned = self.threads().caches.owned();
        owned > 1 && CREDIT_OF_A_THREAD * owned > self.budget.max_idle()
    }

    /// Sees to it that the owner's cache holds nothing while the bound is tight. False if it is
    /// not.
    ///
    /// # Safety
    ///
    /// As for `take`.
    #[inline]
    pub(super) unsafe fn keeps_tight(&self, cache: &Cache<T>) -> bool {
        let is_tight = self.is_tight();
        if is_tight && !cache.is_closed_and_empty() {
            // SAFETY: As the caller promises.
            unsafe { self.share_own(cache) };
        }
        is_tight
    }

    /// # Safety
    ///
    /// As for `take`.
    #[cold]
    unsafe fn share_own(&self, cache: &Cache<T>) {
        // SAFETY: As the caller promises.
        self.share(&mut unsafe { cache.hold(true) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However often it is found tight again, it begins once a second at most.
    #[test]
    fn it_stays_tight_for_longer_if_it_soon_is_again() {
        let tight = Tight::new();
        let (mut now, mut begins) = (0, 0);
        while now < 100 * PERIOD {
            assert!(tight.begin(now));
            assert!(!tight.begin(now), "it is tight");
            begins += 1;
            while !tight.is_over(now) {
                now += PERIOD / 10;
            }
            tight.end(now);
        }
        assert_eq!(begins, 7, "after 1, 2, 4, … seconds");
        now += 2 * LONGEST_PERIOD;
        tight.begin(now);
        assert!(tight.is_over(now + PERIOD), "it was not for long");
    }

    #[test]
    fn one_check_in_a_while() {
        let next = NextCheck(UnorderedU64::new(0));
        assert!(next.is_due(5));
        assert!(!next.is_due(5) && !next.is_due(4 + CHECK_EVERY));
        assert!(next.is_due(5 + CHECK_EVERY));
    }
}
