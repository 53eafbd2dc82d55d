//! The counters of a local pool.

use super::stats::{Stats, idle_bytes_bound};
use crate::LocalPool;
use crate::poolable::PoolObject;

impl<T: PoolObject, F> LocalPool<T, F> {
    /// Reads the pool's counters. Costs a few loads.
    ///
    /// Its own list of idle objects counts as the thread's cache; there is no depot.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let store = self.store();
        let counters = store.counters();
        Stats {
            gets: counters.gets(),
            cache_hits: counters.cache_hits,
            depot_hits: 0,
            victim_hits: counters.victim_hits,
            created: counters.created,
            puts: counters.puts,
            attached: counters.attached,
            detached: counters.detached,
            discarded_full: counters.discarded_full,
            discarded_aged: counters.discarded_aged,
            discarded_unfit: counters.discarded_unfit,
            discarded_panicked: counters.discarded_panicked,
            shrinks: counters.shrinks,
            shrinks_unused: 0,
            suggested_max_capacity: None,
            idle: store.idle() as u64,
            max_idle: store.max_idle() as u64,
            outstanding: counters.outstanding(),
            peak_outstanding: counters.peak_outstanding,
            idle_bytes_bound: idle_bytes_bound::<T>(store.max_idle()),
        }
    }
}
