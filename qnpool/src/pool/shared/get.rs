//! The way out of an object that is idle: from the calling thread's own cache, or another tier.

use std::panic::Location;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use super::super::engine::Cache;
use super::super::home::{Home, NO_KEY};
use super::super::ledger::{Record, Sample};
use super::super::threads;
use super::{Shared, await_look, look_at_clock, own_cache};
use crate::poolable::PoolObject;

impl<T> Shared<T> {
    /// An object of the calling thread's own cache, at full speed; else the cache, if this is
    /// the pool it used last.
    #[inline]
    pub(in super::super) fn take_cached(&self) -> Result<Box<T>, Option<&Cache<T>>> {
        let Some(cache) = self.last_cache() else {
            return Err(None);
        };
        // SAFETY: The calling thread's cache. No code of ours that holds it calls
        // code that could come here.
        unsafe { cache.take() }.ok_or(Some(cache))
    }

    /// The same where the thread has used another pool since.
    ///
    /// Kept apart from all that comes after it, and as small as that: for a thread that
    /// uses several pools by turns this is the hit.
    ///
    /// Else the cache, if there is one.
    #[inline]
    pub(in super::super) fn take_after_switch(&self) -> Result<Box<T>, Option<&Cache<T>>> {
        let slot = self.slot.load(Ordering::Relaxed);
        let Some(cache) = threads::switch_to(self.home.key(), slot) else {
            return Err(None);
        };
        // SAFETY: As in `last_cache`. No thread has a cache for `NO_KEY`.
        let cache = unsafe { cache.cast::<Cache<T>>().as_ref() };
        // SAFETY: As in `take_cached`.
        unsafe { cache.take() }.ok_or(Some(cache))
    }

    /// The same for an object that is to be followed: where a sample is due in the cache that
    /// was found, and where every object is followed, for which none is.
    ///
    /// If there is none, a sample that is due waits for the next hit.
    #[inline]
    pub(in super::super) fn take_followed(
        &self,
        found: Option<&Cache<T>>,
    ) -> Option<(Box<T>, Sample)> {
        // SAFETY: As in `take_cached`.
        let (cache, (object, weight)) = unsafe {
            match found {
                Some(cache) => (cache, cache.take_sample()?),
                None if self.home.key() == NO_KEY => {
                    let cache = self.found_cache()?;
                    (cache, (cache.take()?, 1))
                }
                None => return None,
            }
        };
        Some((object, Sample::new(weight, Some(cache.index()))))
    }
}

impl<T: PoolObject> Shared<T> {
    /// An idle object from any tier.
    pub(in super::super) fn take_idle(&self) -> Option<Box<T>> {
        let open = self.open();
        let engine = &open.engine;
        let Some(cache) = own_cache(open) else {
            return engine.take_stray();
        };
        look_at_clock(open, cache);
        // SAFETY: The calling thread's cache. The thread is at rest: neither a hit nor
        // the engine calls foreign code while it is inside or holds, and what
        // `look_at_clock` called has returned.
        let take = || unsafe { engine.take(cache) };
        let mut object = take();
        if object.is_none() && engine.note_miss(|| open.watch.now()) {
            object = take();
        }
        await_look(cache);
        object
    }

    /// Whether an object that was not found in the calling thread's cache is to be followed,
    /// and then as what.
    pub(in super::super) fn draw_sample(&self) -> Option<Sample> {
        let open = self.open();
        let (mean, all) = open.watch.ledger.level().sampling();
        if mean == 0 && !all {
            return None;
        }
        let cache = own_cache(open);
        let weight = match cache {
            _ if all => 1,
            Some(cache) => cache.draw_sample()?,
            None => open.engine.stray_sampling.draw(mean)?,
        };
        Some(Sample::new(weight, cache.map(Cache::index)))
    }

    /// Begins to follow an object that the calling thread hands out; `home` is what its
    /// guard points to otherwise.
    #[inline]
    pub(in super::super) fn follow(
        &self,
        home: NonNull<Home>,
        location: &'static Location<'static>,
        sample: Sample,
    ) -> &Record {
        self.open().watch.follow(sample, home, location)
    }
}
