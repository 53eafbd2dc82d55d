//! The engine: where idle objects wait, and the one bound over all of it.
//!
//! It moves boxes and knows nothing of how objects are made, reset or dropped: user
//! code runs in the callers, outside every lock taken here. Locks are taken in this
//! order: `revoking`, a cache, an opened magazine of the depot, a store of the depot.

mod budget;
mod cache;
mod caches;
mod counters;
mod depot;
mod exchange;
mod magazine;
mod pacer;
mod revocation;
mod sampling;
mod shard;
mod state;
mod tight;

pub(super) use cache::Cache;
pub(crate) use counters::Counted;
pub(super) use counters::{Counter, PoolCounters};
pub(super) use magazine::Magazine;
pub(super) use pacer::Seen;
pub(super) use state::MOST_OBJECTS;

// Beside the engine rather than in it, so that the models bring others.
use super::{fence, sync};
use budget::Budget;
use std::sync::OnceLock;

use caches::{Caches, List};
use counters::CacheCounters;
use depot::Depot;
use sampling::SharedSampling;
use sync::{Arc, AtomicU64, Mutex, Ordering, UnorderedU64};
use tight::Tight;

/// All tiers of one pool.
pub(super) struct Engine<T> {
    budget: Budget,
    depot: Depot<T>,
    threads: OnceLock<Box<Threads<T>>>,
    /// Objects that travel together; a cache holds up to twice as many.
    magazine_size: usize,
    sampling: AtomicU64,
    inspections: bool,
    /// What threads without a cache find.
    pub(super) uncached: CacheCounters,
    uncached_sampling: SharedSampling,
    uncached_shard: UnorderedU64,
    /// Objects let in from outside, counted once they are kept or discarded.
    pub(super) attached: Counter,
    pub(super) counters: PoolCounters,
}

/// What a pool needs once a thread has a cache, made then.
struct Threads<T> {
    caches: Caches<T>,
    /// Whoever takes caches from their owners; see `revoke`.
    revoking: Mutex<()>,
    tight: Tight,
}

/// Operations of a pool before any thread gets a cache: one that is used a few times needs none.
const FEW_OPERATIONS: u64 = 16;

/// The uses that an inspection stands for which is made without a cache.
pub(super) const UNCACHED_WEIGHTS: (u64, u64) = (16, 16);

impl<T> Engine<T> {
    /// `inspections` is whether what uses leave is inspected, and `mean` that of samples.
    pub(super) fn new(max_idle: usize, magazine_size: usize, inspections: bool, mean: u32) -> Self {
        Self {
            budget: Budget::new(max_idle),
            depot: Depot::new(),
            threads: OnceLock::new(),
            magazine_size,
            sampling: AtomicU64::new(mean.into()),
            inspections,
            uncached: CacheCounters::new(),
            uncached_sampling: SharedSampling::new(),
            uncached_shard: UnorderedU64::new(0),
            attached: Counter::new(),
            counters: PoolCounters::new(),
        }
    }

    fn threads(&self) -> &Threads<T> {
        self.threads.get_or_init(|| {
            Box::new(Threads {
                caches: Caches::new(),
                revoking: Mutex::new(()),
                tight: Tight::new(),
            })
        })
    }

    /// Whether so many operations were made without a cache that threads should have one.
    pub(super) fn is_used_often(&self) -> bool {
        self.uncached_operations() >= FEW_OPERATIONS
    }

    /// How many were made without a cache.
    fn uncached_operations(&self) -> u64 {
        let found = self.uncached.depot_hits.read() + self.uncached.victim_hits.read();
        found + self.uncached.created.read() + self.counters.kept.read()
    }

    /// Whether an object that comes back from a thread without a cache is to be inspected.
    pub(super) fn wants_uncached_inspection(&self) -> bool {
        let kept = self.counters.kept.read() + 1;
        self.inspections && kept > FEW_OPERATIONS && kept % UNCACHED_WEIGHTS.0 == 0
    }

    /// A cache for the calling thread: one that an exited thread left, or a new one. The depot
    /// then has so many shards.
    pub(super) fn adopt(&self, shards: usize) -> Arc<Cache<T>> {
        self.depot.spread(shards);
        let cache = self.threads().caches.adopt(|index| {
            let mean = self.sampling.load(Ordering::Relaxed);
            Cache::new(index, mean, self.inspections)
        });
        self.tighten_if_crowded();
        cache
    }

    /// Takes a cache back when its thread exits: the objects go to the depot, the cache to the
    /// next thread. Nothing, if the pool has been dropped.
    ///
    /// # Safety
    ///
    /// `adopt` gave a cache of this index to the calling thread, which is at rest and does not
    /// use it again.
    pub(super) unsafe fn take_back(&self, index: usize) {
        let caches = &self.threads().caches;
        let Some(cache) = caches.at(index) else {
            return;
        };
        // SAFETY: As the caller promises. The objects are in the depot before the lock is
        // released, for which `shut_down` waits before it empties the depot.
        self.share(&mut unsafe { cache.hold_at_rest() });
        caches.leave(cache);
    }

    /// Those there are now, of exited threads as well.
    pub(super) fn caches(&self) -> List<T> {
        self.threads
            .get()
            .map_or_else(List::default, |threads| threads.caches.list())
    }

    /// Takes off the caches, at a tick, that exited threads left and no thread has needed since
    /// the last one.
    pub(super) fn remove_unused_caches(&self) -> Vec<Arc<Cache<T>>> {
        self.threads
            .get()
            .map_or_else(Vec::new, |threads| threads.caches.remove_unused())
    }

    /// Empties every tier for good, when the pool is dropped, and passes on what was there.
    ///
    /// # Safety
    ///
    /// No thread uses the pool, nor will: threads that have a cache of it may only exit.
    pub(super) unsafe fn shut_down(&self, mut pass_on: impl FnMut(Magazine<T>)) {
        // A thread that exits from now on finds no cache.
        if let Some(threads) = self.threads.get() {
            for cache in threads.caches.forget().iter() {
                // SAFETY: The pool is being dropped.
                let magazine = self.empty(&mut unsafe { cache.hold_at_rest() });
                magazine.into_iter().for_each(&mut pass_on);
            }
        }
        self.depot.drain(&self.budget, pass_on);
    }

    /// Sums of all counters: what left a tier or came from outside first, and only then what
    /// came back, so that no more objects are counted as checked out than are (`counters.rs`).
    pub(super) fn counted(&self) -> Counted {
        let list = self.caches();
        let mut sum = list.gone;
        sum.kept = 0;
        self.uncached.add_to(&mut sum);
        sum.attached = self.attached.read();
        for cache in list.iter() {
            cache.add_takes_to(&mut sum);
        }

        self.counters.add_to(&mut sum);
        // The list anew: what was taken in the meantime may have come back to a new cache.
        let list = self.caches();
        sum.kept += list.gone.kept;
        for cache in list.iter() {
            sum.kept += cache.kept();
        }
        sum
    }

    /// Objects in all tiers, read one after another.
    pub(super) fn idle(&self) -> u64 {
        let cached: u64 = self.caches().iter().map(|cache| cache.idle()).sum();
        // An object on its way from one tier to another may have been seen in both;
        // in truth there were never more than this.
        let most = self.budget.max_idle() as u64;
        (cached + self.depot.idle() as u64).min(most)
    }

    /// What lies in caches that others reach by the heavy fence alone: of how many threads,
    /// and how many objects.
    pub(super) fn entrusted(&self) -> (u64, u64) {
        let list = self.caches();
        let entrusted = list.iter().filter(|cache| cache.seems_entrusted());
        let objects = entrusted.map(|cache| cache.idle()).filter(|idle| *idle > 0);
        objects.fold((0, 0), |(threads, sum), idle| (threads + 1, sum + idle))
    }

    /// Whether an object of a thread without a cache is to be followed, and for how many it then
    /// stands.
    pub(super) fn draw_sample(&self) -> Option<u32> {
        let mean = self.sampling.load(Ordering::Relaxed);
        self.uncached_sampling.draw(mean)
    }

    /// Gives back the credit of an object that is gone.
    pub(super) fn release(&self) {
        self.budget.give_back(1);
    }
}
