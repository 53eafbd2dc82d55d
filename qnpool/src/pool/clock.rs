//! The time, for what ends by itself: generations, and the patience with a hold.
//!
//! On Linux it is the kernel's coarse clock, which moves every 1 to 10 ms and is read in
//! 5 ns; the precise one takes 23. Nothing here asks for more: generations last
//! milliseconds at least, and an object out for less than that is not looked for.
//!
//! `wasm32-unknown-unknown` has no clock: there std panics at a look. It is not asked, and
//! the time is zero for the whole life of a process. `--cfg qnpool_no_clock` does the same on
//! any target, which is how it is tested.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Whether the target has a clock. Without one a [`Timer`] is never due, except one of no
/// length.
pub(crate) const HAS_CLOCK: bool = !cfg!(any(
    qnpool_no_clock,
    all(target_family = "wasm", target_os = "unknown")
));

/// Nanoseconds since some begin, such as the pool's first use.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    start: u64,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self {
            start: if HAS_CLOCK {
                platform::nanoseconds()
            } else {
                0
            },
        }
    }

    #[inline]
    pub(super) fn now(self) -> u64 {
        #[cfg(test)]
        tests::READS.set(tests::READS.get() + 1);
        if HAS_CLOCK {
            platform::nanoseconds().saturating_sub(self.start)
        } else {
            0
        }
    }
}

/// Something that is due again and again.
pub(super) struct Timer {
    due: AtomicU64,
    period: u64,
}

impl Timer {
    /// First due a `period` after the clock's start; [`Duration::MAX`] is never.
    pub(super) fn every(period: Duration) -> Self {
        let period = nanoseconds(period);
        Self {
            due: AtomicU64::new(period),
            period,
        }
    }

    /// Whether it is ever due.
    pub(super) const fn runs(&self) -> bool {
        self.period != u64::MAX
    }

    pub(super) const fn period(&self) -> u64 {
        self.period
    }

    /// True for one caller when it is due; the next period then begins.
    pub(super) fn is_due(&self, now: u64) -> bool {
        let due = self.due.load(Ordering::Relaxed);
        let next = now.saturating_add(self.period);
        self.runs()
            && now >= due
            && self
                .due
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    /// A period begins now, whoever ended the last one.
    pub(super) fn restart(&self, now: u64) {
        let next = now.saturating_add(self.period);
        self.due.store(next, Ordering::Relaxed);
    }
}

/// Nanoseconds in which it does not move; without a clock it never moves.
pub(super) fn instant() -> u64 {
    static INSTANT: OnceLock<u64> = OnceLock::new();
    if !HAS_CLOCK {
        return u64::MAX;
    }
    *INSTANT.get_or_init(platform::instant)
}

/// Some 584 years at most.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(all(target_os = "linux", not(miri)))]
mod platform {
    #[inline]
    pub(super) fn nanoseconds() -> u64 {
        let mut time = ZERO;
        // SAFETY: The call writes the time to where it is told, which is ours.
        let read = unsafe { libc::clock_gettime(CLOCK, &raw mut time) };
        debug_assert_eq!(read, 0, "every Linux since 2.6.32 has this clock");
        in_nanoseconds(time)
    }

    pub(super) fn instant() -> u64 {
        let mut time = ZERO;
        // SAFETY: As above.
        let read = unsafe { libc::clock_getres(CLOCK, &raw mut time) };
        debug_assert_eq!(read, 0, "as above");
        in_nanoseconds(time)
    }

    const CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC_COARSE;

    const ZERO: libc::timespec = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };

    // Neither is negative on this clock, which starts with the machine.
    #[expect(clippy::cast_sign_loss, reason = "see above")]
    #[inline]
    fn in_nanoseconds(time: libc::timespec) -> u64 {
        time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod platform {
    use std::sync::OnceLock;
    use std::time::Instant;

    /// As coarse as the clock of Linux mostly is. A hold within one instant is never too
    /// long, and a callback for long holds that takes an object would else call itself until
    /// the stack is full, where the threshold is next to nothing.
    const INSTANT: u64 = 4_000_000;

    pub(super) fn nanoseconds() -> u64 {
        static START: OnceLock<Instant> = OnceLock::new();
        let now = super::nanoseconds(START.get_or_init(Instant::now).elapsed());
        now - now % INSTANT
    }

    pub(super) fn instant() -> u64 {
        INSTANT
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::pool::{LeakDetection, Pool};

    thread_local! {
        pub(super) static READS: Cell<u64> = const { Cell::new(0) };
    }

    #[test]
    fn a_hit_does_not_read_it() {
        for level in [LeakDetection::Off, LeakDetection::Sampled(1 << 20)] {
            let pool = Pool::<u64>::builder().leak_detection(level).build();
            let take_often = || (0..200_000).for_each(|_| drop(pool.get()));
            // Until it knows how seldom it has to look.
            take_often();
            let before = READS.get();
            take_often();
            let reads = READS.get() - before;
            // Once in 2,039.
            assert!((90..110).contains(&reads), "{reads} at {level}");
        }
    }

    #[test]
    #[cfg(not(qnpool_no_clock))]
    fn time_goes_on() {
        let clock = Clock::start();
        let before = clock.now();
        std::thread::sleep(Duration::from_millis(30));
        let passed = clock.now() - before;
        assert!(passed >= 20_000_000, "{passed} ns");
    }

    #[test]
    fn a_timer_is_due_once_a_period() {
        let timer = Timer::every(Duration::from_nanos(10));
        assert!(!timer.is_due(9));
        assert!(timer.is_due(12));
        assert!(!timer.is_due(21));
        timer.restart(22);
        assert!(!timer.is_due(31));
        assert!(timer.is_due(32));
        let never = Timer::every(Duration::MAX);
        assert!(!never.runs() && !never.is_due(u64::MAX));
    }
}
