//! One side of a comparison: uses objects from one source, and measures the time.

use std::hint::black_box;
use std::ops::DerefMut;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// The length of a phase: long compared with the start of a thread and a reading of the clock, and
/// short compared with disturbances of the machine, which should affect both sides of a round.
const PHASE: Duration = Duration::from_millis(2);

/// The most uses in a phase, if the compiler removes the uses.
const MOST_USES: usize = 1 << 24;

pub(super) struct Side<'a, U, G> {
    pub(super) take: G,
    pub(super) use_object: &'a U,
    pub(super) threads: usize,
    pub(super) held: usize,
}

impl<T, O, U, G> Side<'_, U, G>
where
    O: DerefMut<Target = T>,
    U: Fn(&mut T) + Sync,
    G: Fn() -> O + Sync,
{
    /// Returns how many uses per thread fill a phase. A thread that waited for its core makes a try
    /// too long, so the shortest of three counts.
    pub(super) fn calibrated(&self) -> usize {
        let mut uses = self.held;
        while uses < MOST_USES && (0..3).any(|_| self.time(uses) < PHASE) {
            uses *= 2;
        }
        uses
    }

    /// Runs a phase, and returns the nanoseconds of one core per use.
    pub(super) fn phase(&self, uses: usize) -> f64 {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let cores = as_float(cores.min(self.threads) as u64);
        let all = as_float((uses * self.threads) as u64);
        self.time(uses).as_secs_f64() * 1e9 * cores / all
    }

    /// Returns the time from the first thread's start to the last thread's end.
    fn time(&self, uses: usize) -> Duration {
        let barrier = Barrier::new(self.threads);
        let work = || {
            let mut held = Vec::with_capacity(self.held);
            // After a panic the other threads still wait at the barrier, so this thread reaches it
            // too.
            let warmed = catch_unwind(AssertUnwindSafe(|| self.cycle(uses / 8, &mut held)));
            barrier.wait();
            if let Err(panic) = warmed {
                resume_unwind(panic);
            }
            let start = Instant::now();
            self.cycle(uses, &mut held);
            (start, Instant::now())
        };
        let spans: Vec<_> = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads).map(|_| scope.spawn(work)).collect();
            let spans = workers.into_iter().map(thread::ScopedJoinHandle::join);
            spans
                .map(|span| span.unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        });
        let start = spans.iter().map(|&(start, _)| start).min();
        let end = spans.iter().map(|&(_, end)| end).max();
        match (start, end) {
            (Some(start), Some(end)) => end - start,
            _ => Duration::ZERO,
        }
    }

    /// Returns the allocations per use, after a warm-up of as many uses.
    pub(super) fn allocations(&self, count: fn() -> u64) -> f64 {
        let uses = self.held * 64;
        let mut held = Vec::with_capacity(self.held);
        self.cycle(uses, &mut held);
        let before = count();
        self.cycle(uses, &mut held);
        as_float(count().wrapping_sub(before)) / as_float(uses as u64)
    }

    /// Uses objects, at least one, and drops them all.
    fn cycle(&self, uses: usize, held: &mut Vec<O>) {
        if self.held == 1 {
            for _ in 0..uses.max(1) {
                drop(black_box(self.used()));
            }
            return;
        }
        for _ in 0..(uses / self.held).max(1) {
            held.extend((0..self.held).map(|_| self.used()));
            black_box(&mut *held);
            held.clear();
        }
    }

    #[inline]
    fn used(&self) -> O {
        let mut object = (self.take)();
        (self.use_object)(&mut object);
        // Otherwise the compiler could remove writes that are never read.
        black_box(&mut *object);
        object
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of uses")]
const fn as_float(count: u64) -> f64 {
    count as f64
}
