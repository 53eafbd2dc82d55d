//! Whether a pool is worth it: pooled objects against fresh ones, measured on a type of
//! yours, in your program, with its allocator.
//!
//! A pool does not always pay. A good allocator makes and frees a small object in a few
//! nanoseconds, and several projects took their pools out again when they measured. This
//! needs no more than two closures:
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
//! Measure a release build, on the machine and with the threads that will run it, and with
//! the use that the object really gets: a use that takes microseconds hides what either way
//! costs. And take the answer for what it is, that of a loop: in it the allocator and the
//! pool find their memory in the caches, as a program between two uses may not. If the
//! program has a benchmark of its own, trust that more.

mod report;
mod rounds;

use std::ops::{Deref, DerefMut};

pub use report::{Figure, Outcome, Report};

use crate::idle_bound::bytes_each;
use crate::{Pool, Poolable};
use rounds::Side;

/// With these, and phases of two milliseconds, a comparison takes a third of a second.
const ROUNDS: usize = 41;

/// The fewest of which an interval can be told.
const FEWEST_ROUNDS: usize = 6;

/// More would leave nothing of the probability of a rank in an `f64`.
const MOST_ROUNDS: usize = 1000;

/// Compares a pool with fresh objects on one thread, one object at a time.
///
/// `fresh` makes an object, `use_object` does with it what the program will do. A
/// [`Comparison`] has settings.
///
/// Takes a third of a second, or longer if a use takes more than milliseconds.
///
/// # Panics
///
/// If a closure does.
pub fn compare<T: Poolable + Send>(
    fresh: impl Fn() -> T + Sync,
    use_object: impl Fn(&mut T) + Sync,
) -> Report {
    Comparison::new(fresh, use_object).run()
}

/// A comparison of a pool with fresh objects, and its settings.
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
    /// One thread, one object at a time, 41 rounds.
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

    /// How many threads share the pool, or the allocator; 1 if not told, and at least that.
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = if threads == 0 { 1 } else { threads };
        self
    }

    /// How many objects each thread holds at a time, before it drops them all; 1 if not
    /// told, and at least that. What is over the pool's bound, 64 MiB of idle objects for
    /// all threads, is made anew each time.
    pub const fn held(mut self, objects: usize) -> Self {
        self.held = if objects == 0 { 1 } else { objects };
        self
    }

    /// How many rounds; 41 if not told, at least 6 and at most 1,000. More of them narrow
    /// the intervals.
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

    /// Fresh objects are boxed, as in a program that keeps them behind a pointer. Without
    /// this they live on the stack, or side by side in a `Vec` if several are held: what a
    /// program without a pool would do if it can.
    pub const fn boxed(mut self) -> Self {
        self.boxed = true;
        self
    }

    /// Reports the allocations of a use as well. `count` tells how many there have been in
    /// the process: the counter of a global allocator that counts, of which
    /// `examples/worth_it.rs` has one. What other threads allocate meanwhile counts too.
    pub const fn allocations(mut self, count: fn() -> u64) -> Self {
        self.allocations = Some(count);
        self
    }

    /// Measures.
    ///
    /// In each round first the one side and then the other has a phase of some two
    /// milliseconds, and in the next round in the other order, so that whatever the machine
    /// does beside falls on both. Each phase is warmed up with an eighth of its uses.
    ///
    /// # Panics
    ///
    /// If a closure does.
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

/// A fresh object where the program would have it, so that both sides are used alike.
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
