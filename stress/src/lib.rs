//! Scenarios that a pool must stand, for the program of this crate and, in a short form, for
//! its tests. Each panics at the first promise that is broken, and says what it did if none
//! was.

// Each item of these modules has one use or several, in this crate and in the tests.
#[path = "../../tests/alive/mod.rs"]
mod alive;
#[path = "../../tests/identities/mod.rs"]
mod identities;
#[path = "../../tests/surplus/mod.rs"]
mod surplus;

pub mod crowd;
pub mod drop_storm;
pub mod faults;
pub mod memory;
pub mod pairs;
pub mod retention;
pub mod soak;
pub mod threads;
mod volatile;

use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

/// How much of a scenario is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// In a test, without optimization, beside others.
    Test,
    /// Seconds.
    Short,
    /// Minutes to an hour.
    Long,
    /// For so long.
    For(Duration),
}

impl Extent {
    /// The numbers of the rounds to be run, from 0 on: so many in each form.
    fn rounds(self, test: u64, short: u64, long: u64) -> impl Iterator<Item = u64> {
        let (rounds, end) = match self {
            Self::Test => (test, None),
            Self::Short => (short, None),
            Self::Long => (long, None),
            Self::For(time) => (u64::MAX, Some(Instant::now() + time)),
        };
        // At least one: a run that looks at nothing shows nothing.
        (0..rounds)
            .take_while(move |&round| round == 0 || end.is_none_or(|end| Instant::now() < end))
    }

    /// The size of something in a round; smaller in a test.
    fn size(self, test: usize, full: usize) -> usize {
        if self == Self::Test { test } else { full }
    }
}

/// Waits until threads have given their caches back, which the end of a scope does not.
fn join<'scope, T>(threads: impl IntoIterator<Item = ScopedJoinHandle<'scope, T>>) -> Vec<T> {
    let joined = threads.into_iter().map(ScopedJoinHandle::join);
    joined
        .map(|ended| ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        .collect()
}
