//! What has happened to a pool's objects, counted where it happened.
//!
//! A cache counts what its thread does often, without a locked instruction; what is rare,
//! or happens away from any cache, goes into counters that all threads share. A reader
//! adds them up. Counting in shared atomics instead was measured elsewhere at 10 ns
//! an operation, and 76 % of the throughput with eight threads.
//!
//! # Why `outstanding` never exceeds the truth
//!
//! The counters move while a reader adds them up. The reader reads all *takes* first (hits,
//! `created` and `attached`), and all *returns* (`kept`, `detached` and discards) afterwards. Each
//! counter only grows, is stored with `Release` and loaded with `Acquire`. So every return that
//! happened before one of the takes that were read is read as well: the difference is at most
//! the number of objects that were checked out after those takes. A take or a return that
//! happens between the two passes can only make it smaller.
//!
//! This needs each object to be counted in the right order, too. A return is counted before
//! another thread can take the object, and `attached` after the object is kept or
//! discarded. [`Cache::kept`](super::Cache::kept) is a sum of several words and has an order of
//! its own.

use super::sync::{AtomicU64, Ordering};

macro_rules! counters {
    ($(#[$documentation:meta])* $name:ident { $($counter:ident)* }) => {
        $(#[$documentation])*
        pub(in super::super) struct $name {
            $(pub(in super::super) $counter: Counter,)*
        }

        impl $name {
            pub(super) fn new() -> Self {
                Self { $($counter: Counter::new(),)* }
            }

            pub(super) fn add_to(&self, sum: &mut Counted) {
                $(sum.$counter += self.$counter.read();)*
            }
        }
    };
}

counters! {
    /// Objects handed out other than by a hit, for a thread or for all that have no cache.
    CacheCounters { depot_hits victim_hits created }
}

counters! {
    /// What happens too seldom to be counted for each thread. `shrinks` are of buffers and
    /// `shrunk` are objects that had some.
    PoolCounters {
        kept
        detached
        discarded_full
        discarded_aged
        discarded_unfit
        discarded_panicked
        shrinks
        shrunk
        shrinks_unused
    }
}

macro_rules! sums {
    ($(#[$documentation:meta])* $name:ident { $($counter:ident)* }) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(crate) struct $name {
            $(pub(crate) $counter: u64,)*
        }

        impl $name {
            /// What was counted after `before`.
            pub(crate) const fn since(&self, before: &Self) -> Self {
                Self { $($counter: self.$counter.saturating_sub(before.$counter),)* }
            }
        }
    };
}

sums! {
    /// Sums of counters, read one after another.
    Counted {
        cache_hits
        depot_hits
        victim_hits
        created
        kept
        attached
        detached
        discarded_full
        discarded_aged
        discarded_unfit
        discarded_panicked
        shrinks
        shrunk
        shrinks_unused
    }
}

/// Saturating, since the counters move while they are read.
impl Counted {
    pub(crate) const fn gets(&self) -> u64 {
        self.cache_hits + self.depot_hits + self.victim_hits + self.created
    }

    /// Every object that came in was kept or discarded, and came through `attach` or
    /// from a guard; only the rarer way is counted by itself.
    pub(crate) const fn puts(&self) -> u64 {
        let discarded = self.discarded_full + self.discarded_unfit + self.discarded_panicked;
        (self.kept + discarded).saturating_sub(self.attached)
    }

    /// Objects that are no longer out, if not all of them in the pool.
    pub(crate) const fn returns(&self) -> u64 {
        self.puts() + self.detached
    }

    /// Never more than were checked out at some moment of the reading; see the head of
    /// this file.
    pub(crate) const fn outstanding(&self) -> u64 {
        self.gets().saturating_sub(self.returns())
    }
}

pub(in super::super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub(super) fn read(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Counts one more where only one thread ever does.
    #[inline]
    pub(in super::super) fn add_owned(&self) {
        let before = self.0.load(Ordering::Relaxed);
        self.0.store(before + 1, Ordering::Release);
    }

    /// Counts one more where others may.
    pub(in super::super) fn add_shared(&self) {
        self.add_shared_many(1);
    }

    pub(in super::super) fn add_shared_many(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Release);
    }
}
