//! The way out of an object that is idle: from the calling thread's own cache, or another tier.

use std::panic::Location;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use super::super::engine::Cache;
use super::super::header::NO_KEY;
use super::super::ledger::Sample;
use super::super::pool_ref::{GuardParts, PoolRef};
use super::super::threads;
use super::Shared;
use super::open::{await_look, check_time, own_cache};
use crate::poolable::PoolObject;

impl<T: PoolObject> Shared<T> {
    /// An idle object, or else what `make` makes.
    ///
    /// # Safety
    ///
    /// As for [`PoolRef::new`].
    #[inline]
    pub(in super::super) unsafe fn get(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Box<T>,
    ) -> GuardParts<T> {
        // SAFETY: As the caller promises; all of them.
        unsafe {
            Self::get_or(pool, location, move |pool, location| {
                let object = make();
                (Self::ref_for_new(pool, location), object)
            })
        }
    }

    /// An idle object, if there is one.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline]
    pub(in super::super) unsafe fn get_idle(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
    ) -> Option<GuardParts<T>> {
        // SAFETY: As the caller promises.
        unsafe { Self::get_or(pool, location, |_, _| None) }
    }

    /// The way out of every object.
    ///
    /// Each line that takes an object has the hit compiled into it, and one call, to which goes what
    /// is to be done if there is no object. A call that returns `None` then was the rejected
    /// variant: two instructions more for the hit, which was asked again whether there is an object.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline]
    unsafe fn get_or<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        otherwise: impl FnOnce(NonNull<Self>, &'static Location<'static>) -> R,
    ) -> R {
        // SAFETY: As the caller promises; all of them.
        unsafe {
            match pool.as_ref().take_cached() {
                Some(object) => R::from((PoolRef::new(pool), object)),
                None => Self::get_slowly(pool, location, otherwise),
            }
        }
    }

    /// An object of the calling thread's own cache, at full speed, if this is the pool it used
    /// last.
    #[inline]
    fn take_cached(&self) -> Option<Box<T>> {
        let cache = self.last_cache()?;
        // SAFETY: The calling thread's cache. No code of ours that holds it calls
        // code that could come here.
        unsafe { cache.take() }
    }

    /// Where the thread has used another pool since, or a hit has failed.
    ///
    /// The former comes first, and is as short as can be: for a thread that uses several pools by
    /// turns this is the hit. To ask the cache once more after a hit that failed is little beside
    /// what then follows.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[cold]
    #[inline(never)]
    unsafe fn get_slowly<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        otherwise: impl FnOnce(NonNull<Self>, &'static Location<'static>) -> R,
    ) -> R {
        // SAFETY: As the caller promises, of the cache as in `last_cache`, and of what it is asked
        // as in `take_cached`. No thread has a cache for `NO_KEY`.
        unsafe {
            let shared = pool.as_ref();
            let slot = shared.slot.load(Ordering::Relaxed);
            if let Some(cache) = threads::switch_to(shared.header.key(), slot) {
                if let Some(object) = cache.cast::<Cache<T>>().as_ref().take() {
                    return R::from((PoolRef::new(pool), object));
                }
            }
            Self::find_or(pool, location, otherwise)
        }
    }

    /// All the rest. The last call of `get_slowly`, which so saves no registers: nine instructions.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline(never)]
    unsafe fn find_or<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        otherwise: impl FnOnce(NonNull<Self>, &'static Location<'static>) -> R,
    ) -> R {
        // SAFETY: As the caller promises.
        match unsafe { Self::find(pool, location) } {
            Some(parts) => R::from(parts),
            None => otherwise(pool, location),
        }
    }

    /// An idle object that is to be followed, as a sample is due in the calling thread's cache or
    /// every object is; else one from any tier.
    ///
    /// If the cache has none, a sample that is due waits for the next hit.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline(never)]
    unsafe fn find(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
    ) -> Option<GuardParts<T>> {
        // SAFETY: As the caller promises, and of the cache as in `take_cached`.
        unsafe {
            let shared = pool.as_ref();
            let follows_all = shared.header.key() == NO_KEY;
            let cache = if follows_all {
                shared.found_cache()
            } else {
                // `get_slowly` has found it.
                shared.last_cache()
            };
            let taken = cache.and_then(|cache| {
                let (object, weight) = if follows_all {
                    (cache.take()?, 1)
                } else {
                    cache.take_sample()?
                };
                Some((object, Sample::new(weight, Some(cache.index()))))
            });
            if let Some((object, sample)) = taken {
                return Some((Self::follow(pool, location, sample), object));
            }
            let object = shared.take_idle()?;
            Some((Self::ref_if_drawn(pool, location), object))
        }
    }

    /// An idle object from any tier.
    #[inline(never)]
    fn take_idle(&self) -> Option<Box<T>> {
        let open = self.open();
        let engine = &open.engine;
        let Some(cache) = own_cache(open) else {
            return engine.take_uncached();
        };
        check_time(open, cache);
        // SAFETY: The calling thread's cache. The thread is at rest: neither a hit nor
        // the engine calls foreign code while it is inside or holds, and what
        // `check_time` called has returned.
        let take = || unsafe { engine.take(cache) };
        let mut object = take();
        if object.is_none() && engine.note_miss(|| open.watch.now()) {
            object = take();
        }
        await_look(cache);
        object
    }

    /// The reference for an object that was made, which is counted.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[cold]
    #[inline(never)]
    unsafe fn ref_for_new(pool: NonNull<Self>, location: &'static Location<'static>) -> PoolRef<T> {
        // SAFETY: As the caller promises; both.
        unsafe {
            pool.as_ref().count_created();
            Self::ref_if_drawn(pool, location)
        }
    }

    /// The reference for an object that was not found in the calling thread's cache, which is
    /// followed if it is drawn.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline(never)]
    unsafe fn ref_if_drawn(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
    ) -> PoolRef<T> {
        // SAFETY: As the caller promises; all of them.
        unsafe {
            match pool.as_ref().draw_sample() {
                Some(sample) => Self::follow(pool, location, sample),
                None => PoolRef::new(pool),
            }
        }
    }

    fn draw_sample(&self) -> Option<Sample> {
        let open = self.open();
        let (mean, all) = open.watch.ledger.level().sampling();
        if mean == 0 && !all {
            return None;
        }
        let cache = own_cache(open);
        let weight = match cache {
            _ if all => 1,
            Some(cache) => cache.draw_sample()?,
            None => open.engine.uncached_sampling.draw(mean)?,
        };
        Some(Sample::new(weight, cache.map(Cache::index)))
    }

    /// Begins to follow an object that the calling thread hands out.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a call less for each that is followed"
    )]
    unsafe fn follow(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        sample: Sample,
    ) -> PoolRef<T> {
        // SAFETY: As the caller promises; both. The record is one of this pool's.
        unsafe {
            let watch = &pool.as_ref().open().watch;
            PoolRef::of_record(watch.follow(sample, pool.cast(), location))
        }
    }
}
