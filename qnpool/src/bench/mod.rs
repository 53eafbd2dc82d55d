//! Measures whether a pool is worth it: pooled objects against fresh ones, of your own type, in
//! your program, with its allocator.
//!
//! A pool is not always faster. A good allocator creates and frees a small object in a few
//! nanoseconds, and several projects removed their pools after they measured. [`compare`] needs two
//! closures:
//!
//! ```
//! use qnpool::{Poolable, bench};
//!
//! #[derive(Default, Poolable)]
//! #[pool(max_capacity = 2048)]
//! struct Packet {
//!     body: Vec<u8>,
//!     sequence: u64,
//! }
//!
//! let report = bench::compare(Packet::default, |packet| {
//!     packet.body.extend_from_slice(&[7; 1500]);
//!     packet.sequence += 1;
//! });
//! println!("{report}");
//! ```
//!
//! ```text
//! 1 thread, 1 object at a time, 41 rounds; between which a median lies, 95 times in 100
//! pooled       31.2 ns a use    30.9 to    31.9
//! fresh        84.0 ns a use    83.1 to    85.6
//! ratio        0.37             0.37 to    0.38
//! a pool is faster here: a use takes 0.37 of the time
//! an object that waits keeps up to 2080 bytes
//! ```
//!
//! Measure a release build, on the machine and with the number of threads that will run it, and
//! with the use that the object really gets: a use that takes microseconds hides the cost of either
//! side. The result is that of a loop, in which the memory of the allocator and of the pool stays
//! in the processor's caches; in a program that does other work between two uses, it may not. If
//! your program has its own benchmark, trust that more.

mod report;
mod rounds;

use std::ops::{Deref, DerefMut};

pub use report::{Figure, Outcome, Report};

use crate::idle_bound::bytes_each;
use crate::{Pool, Poolable};
use rounds::Side;

/// With this number of rounds, and phases of two milliseconds, a comparison takes a third of a
/// second.
const ROUNDS: usize = 41;

/// The fewest rounds for which a 95 % confidence interval exists.
const FEWEST_ROUNDS: usize = 6;

/// With more rounds, the probabilities in `cut` would be too small for an `f64`.
const MOST_ROUNDS: usize = 1000;

/// Compares pooled objects with fresh ones, on one thread and one object at a time.
///
/// `fresh` creates an object, and `use_object` does with it what the program will do. Use a
/// [`Comparison`] to change the number of threads, objects or rounds.
///
/// Takes a third of a second, or longer if one use takes more than milliseconds.
///
/// # Panics
///
/// Panics if a closure does.
pub fn compare<T: Poolable + Send>(
    fresh: impl Fn() -> T + Sync,
    use_object: impl Fn(&mut T) + Sync,
) -> Report {
    Comparison::new(fresh, use_object).run()
}

/// A comparison of pooled objects with fresh ones, and its settings.
///
/// ```
/// use qnpool::bench::Comparison;
/// use qnpool::Bounded;
///
/// type Line = Bounded<String, 256>;
///
/// let report = Comparison::new(Line::default, |line| line.push_str("hello"))
///     .threads(2)
///     .held(64)
///     .rounds(11)
///     .run();
/// println!("{report}");
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is measured before `run`"]
pub struct Comparison<F, U> {
    fresh: F,
    use_object: U,
    threads: usize,
    held: usize,
    rounds: usize,
    boxed: bool,
    allocations: Option<fn() -> u64>,
}

impl<T, F, U> Comparison<F, U>
where
    T: Poolable + Send,
    F: Fn() -> T + Sync,
    U: Fn(&mut T) + Sync,
{
    /// Creates a comparison with the default settings: one thread, one object at a time, 41 rounds.
    pub const fn new(fresh: F, use_object: U) -> Self {
        Self {
            fresh,
            use_object,
            threads: 1,
            held: 1,
            rounds: ROUNDS,
            boxed: false,
            allocations: None,
        }
    }

    /// Sets how many threads share the pool, or the allocator.
    ///
    /// The default, and the minimum, is 1.
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = if threads == 0 { 1 } else { threads };
        self
    }

    /// Sets how many objects each thread holds before it drops them all.
    ///
    /// The default, and the minimum, is 1.
    ///
    /// The pool keeps 64 MiB of idle objects for all threads together; it creates any objects
    /// beyond that each time.
    pub const fn held(mut self, objects: usize) -> Self {
        self.held = if objects == 0 { 1 } else { objects };
        self
    }

    /// Sets the number of rounds, from 6 to 1,000.
    ///
    /// The default is 41.
    ///
    /// More rounds narrow the intervals. A value outside of the range is replaced by its nearest
    /// end.
    pub const fn rounds(mut self, rounds: usize) -> Self {
        self.rounds = if rounds < FEWEST_ROUNDS {
            FEWEST_ROUNDS
        } else if rounds > MOST_ROUNDS {
            MOST_ROUNDS
        } else {
            rounds
        };
        self
    }

    /// Boxes the fresh objects, as in a program that keeps them behind a pointer.
    ///
    /// By default they live on the stack, or in a `Vec` if a thread holds several: a program
    /// without a pool would do the same if it can.
    pub const fn boxed(mut self) -> Self {
        self.boxed = true;
        self
    }

    /// Also reports the number of allocations per use.
    ///
    /// `count` returns the number of allocations so far in the process, from a global allocator
    /// that counts them; `examples/worth_it.rs` has one. Allocations of other threads count too.
    pub const fn allocations(mut self, count: fn() -> u64) -> Self {
        self.allocations = Some(count);
        self
    }

    /// Runs the comparison and returns its report.
    ///
    /// In each round, first one side and then the other runs for about two milliseconds, and in the
    /// next round in the opposite order, so that disturbances of the machine affect both sides.
    /// Each phase is warmed up with an eighth of its uses.
    ///
    /// # Panics
    ///
    /// Panics if a closure does.
    pub fn run(&self) -> Report {
        let pool = Pool::with(&self.fresh);
        let pooled = self.side(|| pool.get());
        if self.boxed {
            self.between(&pooled, &self.side(|| Box::new((self.fresh)())))
        } else {
            self.between(&pooled, &self.side(|| ByValue((self.fresh)())))
        }
    }

    const fn side<G>(&self, take: G) -> Side<'_, U, G> {
        Side {
            take,
            use_object: &self.use_object,
            threads: self.threads,
            held: self.held,
        }
    }

    fn between<P, N>(
        &self,
        pooled: &Side<'_, U, impl Fn() -> P + Sync>,
        fresh: &Side<'_, U, impl Fn() -> N + Sync>,
    ) -> Report
    where
        P: DerefMut<Target = T>,
        N: DerefMut<Target = T>,
    {
        let (uses_pooled, uses_fresh) = (pooled.calibrated(), fresh.calibrated());
        let rounds = (0..self.rounds).map(|round| {
            if round % 2 == 0 {
                let pooled = pooled.phase(uses_pooled);
                (pooled, fresh.phase(uses_fresh))
            } else {
                let fresh = fresh.phase(uses_fresh);
                (pooled.phase(uses_pooled), fresh)
            }
        });
        let rounds: Vec<_> = rounds.collect();
        let each = |pick: fn(&(f64, f64)) -> f64| {
            let samples: Vec<_> = rounds.iter().map(pick).collect();
            Figure::of(&samples).expect("there are rounds enough")
        };
        Report {
            pooled: each(|&(pooled, _)| pooled),
            fresh: each(|&(_, fresh)| fresh),
            ratio: each(|&(pooled, fresh)| pooled / fresh),
            rounds: self.rounds,
            threads: self.threads,
            held: self.held,
            pooled_allocations: self.allocations.map(|count| pooled.allocations(count)),
            fresh_allocations: self.allocations.map(|count| fresh.allocations(count)),
            idle_bytes_each: bytes_each::<T>(),
        }
    }
}

/// A fresh object that is not boxed, with the same interface as a guard.
struct ByValue<T>(T);

impl<T> Deref for ByValue<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for ByValue<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
