//! What a pool allocates with its first use, and what comes by itself while it is used.

use std::sync::{Mutex, OnceLock};

use super::super::engine::{Cache, Counted, Engine, Magazine};
use super::super::fence;
use super::super::panics::{Payload, drop_all, end};
use super::super::sync::{CacheTraffic, lock};
use super::super::threads::{self, Slot, TakesBack};
use super::super::watch::{Watch, Watched};
use crate::poolable::traffic::Seen;

/// What a pool allocates with its first use, so that it can be the value of a `static`.
///
/// In an `Arc`, as the pool may move while threads have caches of it. Threads that exit, and
/// whoever looks at all pools, may keep it for a moment longer than the pool, when there is no
/// object in it.
pub(super) struct Open<T> {
    pub(super) engine: Engine<T>,
    /// No other pool's, before or after.
    pub(super) key: u64,
    /// Where threads have their caches of this pool, once one has.
    pub(super) slot: OnceLock<Slot>,
    pub(super) watch: Watch,
    /// What was seen of uses by threads that have no cache.
    pub(super) uncached_traffic: CacheTraffic,
    /// What was seen by threads whose caches are gone.
    gone_traffic: Mutex<Box<[Seen]>>,
    /// Whoever sets the level of detection, which is in three places.
    pub(super) setting: Mutex<()>,
}

impl<T> Watched for Open<T> {
    fn watch(&self) -> &Watch {
        &self.watch
    }

    fn counted(&self) -> Counted {
        self.engine.counted()
    }

    fn idle(&self) -> u64 {
        self.engine.idle()
    }

    fn out_of_reach(&self) -> (u64, u64) {
        if fence::is_lost() {
            self.engine.entrusted()
        } else {
            (0, 0)
        }
    }

    fn traffic(&self) -> Vec<Seen> {
        // Locked, so that no cache is gone in between.
        let gone = lock(&self.gone_traffic);
        let mut sum = gone.to_vec();
        add_traffic(&self.uncached_traffic, &mut sum);
        for cache in self.engine.caches().iter() {
            add_traffic(&cache.traffic, &mut sum);
        }
        sum
    }

    #[cfg(feature = "metrics")]
    fn key(&self) -> u64 {
        self.key
    }
}

impl<T> Open<T> {
    pub(super) fn new(engine: Engine<T>, watch: Watch) -> Self {
        Self {
            engine,
            key: threads::new_key(),
            slot: OnceLock::new(),
            watch,
            uncached_traffic: CacheTraffic::default(),
            gone_traffic: Mutex::default(),
            setting: Mutex::new(()),
        }
    }

    /// After an object was refused: true if it should be tried again.
    pub(super) fn note_refusal(&self) -> bool {
        let (engine, now) = (&self.engine, self.watch.now());
        if !engine.is_refusal_due(now) {
            return false;
        }
        let objects = engine.idle() + engine.counted().outstanding();
        self.watch.note_refusal(objects);
        engine.note_refusal(now)
    }
}

/// What comes by itself. What an aged object's `Drop` panics with ends here: whoever
/// calls `get` has nothing to do with that object.
pub(super) fn check_time<T>(open: &Open<T>, cache: Option<&Cache<T>>) {
    if cache.is_some_and(|cache| !cache.is_check_due()) {
        return;
    }
    let now = open.watch.now();
    if let Some(cache) = cache {
        cache.check(now, open.watch.interval());
    }
    open.engine.loosen_if_over(now);
    if open.watch.generation_is_over(now) {
        if let Some(panic) = end_generation(open) {
            end(panic);
        }
    }
    open.watch.tell_if_due(now);
}

pub(super) fn end_generation<T>(open: &Open<T>) -> Option<Payload> {
    open.engine.loosen_if_over(open.watch.now());
    open.watch.end_generation(open.engine.counted());
    {
        // Before the caches are off the list, for whoever adds up what was seen.
        let mut gone = lock(&open.gone_traffic);
        let unused = open.engine.remove_unused_caches();
        if !unused.is_empty() {
            let mut sum = gone.to_vec();
            for cache in unused {
                add_traffic(&cache.traffic, &mut sum);
            }
            *gone = sum.into();
        }
    }
    drop_aged(open, open.engine.tick())
}

fn add_traffic(traffic: &CacheTraffic, sum: &mut Vec<Seen>) {
    if let Some(traffic) = traffic.get() {
        lock(traffic).add_to(sum);
    }
}

/// Sends the next object that comes back down the slow path, if its use is to be inspected. Called
/// after what may have made an inspection due: a slow operation, or another inspection.
#[inline]
pub(super) fn await_inspection<T>(open: &Open<T>, cache: Option<&Cache<T>>) {
    if cache.is_some_and(Cache::wants_inspection) {
        threads::await_return(open.key);
    }
}

impl<T> TakesBack for Open<T> {
    unsafe fn take_back(&self, index: usize) {
        // SAFETY: As the caller promises. Tables are dropped when no operation of a pool is
        // under way.
        unsafe { self.engine.take_back(index) };
    }
}

/// Drops objects that were idle, and returns the first panic.
///
/// An object's credit is given back when it is gone, so that the bound holds for
/// those that are being dropped as well.
pub(super) fn drop_aged<T>(open: &Open<T>, magazines: Vec<Magazine<T>>) -> Option<Payload> {
    let objects = magazines.into_iter().flat_map(Magazine::into_objects);
    drop_all(objects, || {
        open.engine.counters.discarded_aged.add_shared();
        open.engine.release();
    })
}
