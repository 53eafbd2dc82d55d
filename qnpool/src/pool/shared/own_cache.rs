//! Which cache is the calling thread's.
//!
//! A thread has none of a pool that it hardly uses: its objects go through the depot, one at a
//! time. So a pool that is made for a few uses, as each compiled regex has one, allocates nothing
//! for threads, and a thread that passes by leaves nothing behind.

use std::num::NonZero;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::thread;

use super::super::engine::Cache;
use super::super::fence;
use super::super::key::NO_KEY;
use super::super::threads::{self, Slot, TakesBack};
use super::Shared;
use crate::poolable::PoolObject;

impl<T> Shared<T> {
    /// Of a pool that is in use.
    #[inline]
    pub(super) fn follows_all(&self) -> bool {
        self.header.key() == NO_KEY
    }

    /// The calling thread's cache, if the thread has it at hand.
    #[inline]
    pub(super) fn recent_cache(&self) -> Option<&Cache<T>> {
        let cache = threads::recent_to_take(self.header.key())?;
        // SAFETY: A key is one pool's for ever, and under this pool's key `earn_cache`
        // installs only its own caches. The thread keeps a cache until it exits or
        // the pool is gone, and neither happens while `self` is borrowed by it.
        Some(unsafe { cache.cast().as_ref() })
    }

    /// The calling thread's cache, if it has one, which then is at hand. None if every
    /// object is followed, so that no operation is a plain hit.
    #[inline]
    pub(super) fn switch_cache(&self) -> Option<&Cache<T>> {
        let slot = self.slot.load(Ordering::Relaxed);
        let cache = threads::switch_to(self.header.key(), slot)?;
        // SAFETY: As in `recent_cache`.
        Some(unsafe { cache.cast().as_ref() })
    }

    /// The calling thread's cache, if it has one. What is at hand stays as it is: a pending
    /// inspection is noted there.
    #[inline]
    pub(super) fn found_cache(&self) -> Option<&Cache<T>> {
        let key = self.open.get()?.key;
        let cache = threads::find(key, self.slot.load(Ordering::Relaxed))?;
        // SAFETY: As in `recent_cache`.
        Some(unsafe { cache.cast().as_ref() })
    }
}

impl<T: PoolObject> Shared<T> {
    /// The calling thread's cache, which it gets once it uses the pool often; `None` before, and
    /// when its thread-locals are being torn down.
    #[inline]
    pub(super) fn own_cache(&self) -> Option<&Cache<T>> {
        self.found_cache().or_else(|| self.earn_cache())
    }

    #[cold]
    fn earn_cache(&self) -> Option<&Cache<T>> {
        let open = self.open_shared();
        let engine = &open.engine;
        if !engine.is_used_often() || !threads::earns_cache() {
            return None;
        }
        fence::prepare();
        let slot = open.slot.get_or_init(|| {
            let caches = Arc::clone(open) as Arc<dyn TakesBack + '_>;
            // SAFETY: The drop of the pool frees the slot.
            unsafe { Slot::new(open.key, caches) }
        });
        self.slot.store(slot.index(), Ordering::Relaxed);
        let cache = engine.adopt(shards());
        let index = cache.index();
        let cache = NonNull::from(&*cache);
        // SAFETY: The engine keeps the cache where it is until it takes it back, once: from the
        // table, or else by the line below.
        unsafe {
            if threads::install(open.key, slot, cache.cast(), index) {
                return Some(cache.as_ref());
            }
            engine.take_back(index);
        }
        None
    }
}

/// Shards of the depot: enough that as many threads as run at once seldom meet.
fn shards() -> usize {
    static SHARDS: OnceLock<usize> = OnceLock::new();
    *SHARDS.get_or_init(|| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        threads.next_power_of_two().min(16)
    })
}
