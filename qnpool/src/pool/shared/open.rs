//! What a pool allocates with its first use, and what comes by itself while it is used.

use std::num::NonZero;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use super::super::engine::{Cache, Counted, Engine, Magazine};
use super::super::fence;
use super::super::panics::{Payload, drop_all, end};
use super::super::sync::lock;
use super::super::threads::{self, Identity, TakesBack};
use super::super::watch::{Watch, Watched};
use crate::poolable::traffic::Seen;

/// What a pool allocates with its first use, so that it can be the value of a `static`.
pub(super) struct Open<T> {
    /// Behind a pointer, since the pool may move while threads have caches of it.
    pub(super) engine: Arc<Engine<T>>,
    pub(super) identity: Identity,
    /// Shared with whoever tells what they saw in all pools once these may end.
    pub(super) watch: Arc<Watch>,
    /// What was seen of uses by threads whose caches are gone.
    pub(super) gone_traffic: Mutex<Vec<Seen>>,
    /// Whoever sets the level of detection, which is in three places.
    pub(super) setting: Mutex<()>,
}

impl<T> Watched for Open<T> {
    fn watch(&self) -> &Arc<Watch> {
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
        let mut sum = gone.clone();
        for cache in self.engine.caches().iter() {
            add_traffic(cache, &mut sum);
        }
        sum
    }

    #[cfg(feature = "metrics")]
    fn key(&self) -> u64 {
        self.identity.key()
    }
}

impl<T> Open<T> {
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
pub(super) fn check_time<T>(open: &Open<T>, cache: &Cache<T>) {
    if !cache.is_check_due() {
        return;
    }
    let now = open.watch.now();
    cache.check(now, open.watch.interval());
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
        let mut gone = lock(&open.gone_traffic);
        for cache in open.engine.remove_unused_caches() {
            add_traffic(&cache, &mut gone);
        }
    }
    drop_aged(open, open.engine.tick())
}

fn add_traffic<T>(cache: &Cache<T>, sum: &mut Vec<Seen>) {
    if let Some(traffic) = cache.traffic.get() {
        lock(traffic).add_to(sum);
    }
}

/// The calling thread's cache, which it gets with its first use of the pool; `None` when its
/// thread-locals are being torn down.
///
/// Which cache was used last stays as it is: whoever awaits a look has said so there.
pub(super) fn own_cache<T>(open: &Open<T>) -> Option<&Cache<T>> {
    let found = threads::find(open.identity.key(), open.identity.slot());
    let cache = found.or_else(|| install(open))?;
    // SAFETY: As in `last_cache`.
    Some(unsafe { cache.cast().as_ref() })
}

/// Sends the next object that comes back the long way, if its use is to be looked at: after
/// what may have made it due, a slow operation or a look.
pub(super) fn await_look<T>(cache: &Cache<T>) {
    if cache.wants_look() {
        threads::await_return();
    }
}

/// Stores of the depot: enough that as many threads as run at once seldom meet.
pub(super) fn shards() -> usize {
    static SHARDS: OnceLock<usize> = OnceLock::new();
    *SHARDS.get_or_init(|| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        threads.next_power_of_two().min(16)
    })
}

#[cold]
fn install<T>(open: &Open<T>) -> Option<NonNull<()>> {
    fence::prepare();
    let cache = open.engine.adopt();
    let index = cache.index();
    let cache = NonNull::from(&*cache).cast();
    // SAFETY: The engine keeps the cache where it is until it takes it back, once: from the
    // table, or else by the line below.
    unsafe {
        if threads::install(&open.identity, cache, index) {
            return Some(cache);
        }
        open.engine.take_back(index);
    }
    None
}

impl<T> TakesBack for Engine<T> {
    unsafe fn take_back(&self, index: usize) {
        // SAFETY: As the caller promises. Tables are dropped when no operation of a pool is
        // under way.
        unsafe { self.take_back(index) };
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
