//! One side of a comparison: uses of objects from one source, and their time.

use std::hint::black_box;
use std::ops::DerefMut;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// Long beside the start of a thread and a reading of the clock, and short beside the
/// moods of a machine, which shall fall on both sides of a round.
const PHASE: Duration = Duration::from_millis(2);

/// Where a use costs nothing, the loop's end is not looked for any further.
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
    /// How many uses of each thread take a phase. A thread that waited for its core tells
    /// nothing of it, so that the shortest of three tries counts.
    pub(super) fn calibrated(&self) -> usize {
        let mut uses = self.held;
        while uses < MOST_USES && (0..3).any(|_| self.time(uses) < PHASE) {
            uses *= 2;
        }
        uses
    }

    /// Nanoseconds of one core for a use.
    pub(super) fn phase(&self, uses: usize) -> f64 {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let cores = as_float(cores.min(self.threads) as u64);
        let all = as_float((uses * self.threads) as u64);
        self.time(uses).as_secs_f64() * 1e9 * cores / all
    }

    /// From the first thread's start to the last one's end.
    fn time(&self, uses: usize) -> Duration {
        let barrier = Barrier::new(self.threads);
        let work = || {
            let mut held = Vec::with_capacity(self.held);
            // A panic must not keep the others waiting.
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

    /// For a use, after as many that are not counted.
    pub(super) fn allocations(&self, count: fn() -> u64) -> f64 {
        let uses = self.held * 64;
        let mut held = Vec::with_capacity(self.held);
        self.cycle(uses, &mut held);
        let before = count();
        self.cycle(uses, &mut held);
        as_float(count().wrapping_sub(before)) / as_float(uses as u64)
    }

    /// At least one use, and no object stays.
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
        // Or what is written and never read would not be written.
        black_box(&mut *object);
        object
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of uses")]
const fn as_float(count: u64) -> f64 {
    count as f64
}
