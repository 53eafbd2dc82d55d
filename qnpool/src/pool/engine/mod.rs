//! The engine: where idle objects wait, and the one bound over all of it.
//!
//! It moves boxes and knows nothing of how objects are made, reset or dropped: user
//! code runs in the callers, outside every lock taken here. Locks are taken in this
//! order: `revoking`, a cache, a store of the depot. The lists of caches are locked for no more
//! than to copy them, so that nobody who reads figures, and no new thread, waits for a revoker.

mod budget;
mod cache;
mod clock_looks;
mod counters;
mod depot;
mod exchange;
mod looks;
mod magazine;
mod reach;
mod sampling;
mod state;
mod stock;
mod tight;

pub(super) use cache::Cache;
pub(crate) use counters::Counted;
pub(super) use counters::{Counter, PoolCounters};
pub(super) use looks::Seen;
pub(super) use magazine::Magazine;
pub(super) use reach::retire;
pub(super) use state::MOST_OBJECTS;
pub(super) use stock::Stock;

// Beside the engine rather than in it, so that the models bring others.
use super::{fence, sync};
use budget::Budget;
use counters::CacheCounters;
use depot::Depot;
use sampling::StraySampling;
use sync::{Arc, AtomicU64, Mutex, Ordering, lock, random_seed};
use tight::Tight;

/// Not of `sync`: a lock orders what is done with it, and the models need not.
type List<C> = std::sync::Arc<Vec<Arc<C>>>;

/// All tiers of one pool.
pub(super) struct Engine<T> {
    budget: Budget,
    depot: Depot<T>,
    /// Every cache there has been. One whose thread has exited stays, with its
    /// counters, for the next thread: so there are as many as there were threads at once.
    ///
    /// Whoever goes through them holds the list as it is, and not the lock. The list is copied if
    /// a new thread comes meanwhile.
    caches: Mutex<List<Cache<T>>>,
    /// Those whose thread has exited.
    vacant: Mutex<Vec<Arc<Cache<T>>>>,
    /// Whoever takes caches from their owners; see `revoke`.
    revoking: Mutex<()>,
    tight: Tight,
    /// Objects in a magazine.
    magazine_size: usize,
    sampling: AtomicU64,
    looks: bool,
    /// What threads without a cache find.
    pub(super) strays: CacheCounters,
    pub(super) stray_sampling: StraySampling,
    /// Objects let in from outside, counted once they are kept or discarded.
    pub(super) attached: Counter,
    pub(super) counters: PoolCounters,
}

impl<T> Engine<T> {
    /// `shards` is a power of two; `looks` is whether what uses leave is looked at.
    pub(super) fn new(max_idle: usize, magazine_size: usize, shards: usize, looks: bool) -> Self {
        Self {
            budget: Budget::new(max_idle),
            depot: Depot::new(shards),
            caches: Mutex::new(List::default()),
            vacant: Mutex::new(Vec::new()),
            revoking: Mutex::new(()),
            tight: Tight::new(),
            magazine_size,
            sampling: AtomicU64::new(0),
            looks,
            strays: CacheCounters::new(),
            stray_sampling: StraySampling::new(random_seed()),
            attached: Counter::new(),
            counters: PoolCounters::new(),
        }
    }

    /// A cache for the calling thread: one that an exited thread left, or a new one.
    pub(super) fn adopt(engine: &Arc<Self>) -> Arc<Cache<T>> {
        let vacant = lock(&engine.vacant).pop();
        let cache = vacant.unwrap_or_else(|| {
            let mut caches = lock(&engine.caches);
            let mean = engine.sampling.load(Ordering::Relaxed);
            let (home, index) = (Arc::clone(engine), caches.len());
            let cache = Arc::new(Cache::new(home, index, mean, engine.looks));
            List::make_mut(&mut caches).push(Arc::clone(&cache));
            cache
        });
        engine.tighten_if_crowded();
        cache
    }

    /// The caches there are now.
    fn caches(&self) -> List<Cache<T>> {
        List::clone(&lock(&self.caches))
    }

    /// Empties every tier for good, when the pool is dropped.
    ///
    /// # Safety
    ///
    /// No thread uses the pool, nor will: threads that have a cache of it may only exit.
    pub(super) unsafe fn shut_down(&self) -> Vec<Magazine<T>> {
        let caches = lock(&self.caches);
        let mut magazines = Vec::new();
        for cache in caches.iter() {
            // SAFETY: The pool is being dropped.
            let mut held = unsafe { cache.hold_at_rest() };
            // A thread that exits from now on finds nothing to give back, and the
            // objects never outlive the pool.
            held.tenancy().home = None;
            self.empty(&mut held, &mut magazines);
        }
        magazines.append(&mut self.depot.drain(&self.budget));
        magazines
    }

    /// Sums of all counters: what left a tier or came from outside first, and only then what
    /// came back, so that no more objects are counted as checked out than are (`counters.rs`).
    pub(super) fn counted(&self) -> Counted {
        let mut sum = Counted::default();
        self.strays.add_to(&mut sum);
        sum.attached = self.attached.read();
        for cache in &*self.caches() {
            cache.counters.add_to(&mut sum);
            sum.cache_hits += cache.hits();
        }

        self.counters.add_to(&mut sum);
        // The list anew: what was taken in the meantime may have come back to a new cache.
        for cache in &*self.caches() {
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
        let caches = self.caches();
        let entrusted = caches.iter().filter(|cache| cache.is_entrusted());
        let objects = entrusted.map(|cache| cache.idle()).filter(|idle| *idle > 0);
        objects.fold((0, 0), |(threads, sum), idle| (threads + 1, sum + idle))
    }

    /// Gives back the credit of an object that is gone.
    pub(super) fn release(&self) {
        self.budget.give_back(1);
    }
}
