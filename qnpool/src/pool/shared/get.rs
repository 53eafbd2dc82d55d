//! The way out of an object that is idle: from the calling thread's own cache, or another tier.

use std::panic::Location;
use std::ptr::NonNull;

use super::super::engine::Cache;
use super::super::ledger::Sample;
use super::super::pool_ref::{GuardParts, PoolRef};
use super::Shared;
use super::open::{await_inspection, check_time};
use crate::poolable::PoolObject;

impl<T: PoolObject> Shared<T> {
    /// The way out of every object: an idle one, or else what `make` makes or says instead.
    ///
    /// Each line that takes an object has the hit compiled into it, and one call. A call that
    /// returns whether there is an object was the rejected variant: two instructions more for the
    /// hit, which was asked that again.
    ///
    /// # Safety
    ///
    /// As for [`PoolRef::new`].
    #[inline]
    pub(in super::super) unsafe fn get<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Result<Box<T>, R>,
    ) -> R {
        // SAFETY: As the caller promises; all of them. The cache is the calling thread's, and no
        // code of ours that holds it calls code that could come here.
        unsafe {
            let cache = pool.as_ref().recent_cache();
            match cache.and_then(|cache| cache.take()) {
                Some(object) => R::from((PoolRef::new(pool), object)),
                None => Self::get_slowly(pool, location, make),
            }
        }
    }

    /// Where the thread has no cache of this pool at hand, or a hit has failed.
    ///
    /// The former is as short as can be: for a thread that uses hundreds of pools by turns this is
    /// the hit. So the rest is another function, for which this one need not save registers.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[cold]
    #[inline(never)]
    unsafe fn get_slowly<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Result<Box<T>, R>,
    ) -> R {
        // SAFETY: As the caller promises; all of them. The cache as in `get`.
        unsafe {
            let cache = pool.as_ref().switch_cache();
            match cache.and_then(|cache| cache.take()) {
                Some(object) => R::from((PoolRef::new(pool), object)),
                None => Self::find_or_make(pool, location, make),
            }
        }
    }

    /// An idle object of any tier, or a new one.
    ///
    /// # Safety
    ///
    /// As for `get`.
    #[inline(never)]
    unsafe fn find_or_make<R: From<GuardParts<T>>>(
        pool: NonNull<Self>,
        location: &'static Location<'static>,
        make: impl FnOnce() -> Result<Box<T>, R>,
    ) -> R {
        // SAFETY: As the caller promises; all of them.
        unsafe {
            let shared = pool.as_ref();
            let (object, sample) = match shared.find() {
                Some(found) => found,
                None => match make() {
                    Ok(object) => (object, shared.count_created()),
                    Err(instead) => return instead,
                },
            };
            let pool_ref = match sample {
                Some(sample) => Self::follow(pool, location, sample),
                None => PoolRef::new(pool),
            };
            R::from((pool_ref, object))
        }
    }

    /// An idle object of any tier, and how it is to be followed.
    #[inline(never)]
    fn find(&self) -> Option<(Box<T>, Option<Sample>)> {
        let open = self.open();
        let engine = &open.engine;
        let cache = self.own_cache();
        if let Some(cache) = cache {
            // SAFETY: The calling thread's cache, as in `get`; both.
            let sampled = unsafe {
                if self.follows_all() {
                    cache.take().map(|object| (object, 1))
                } else {
                    cache.take_sample()
                }
            };
            if let Some((object, weight)) = sampled {
                return Some((object, Some(Sample::new(weight, Some(cache.index())))));
            }
        }
        check_time(open, cache);
        let take = || match cache {
            // SAFETY: The calling thread's cache. The thread is at rest: neither a hit nor the
            // engine calls foreign code while it is inside or holds, and what `check_time` called
            // has returned.
            Some(cache) => unsafe { engine.take(cache) },
            None => engine.take_uncached(),
        };
        let mut object = take();
        if object.is_none() && engine.note_miss(|| open.watch.now()) {
            object = take();
        }
        await_inspection(open, cache);
        Some((object?, self.draw_sample(cache)))
    }

    /// Counts an object that was made, and says how it is to be followed.
    #[cold]
    fn count_created(&self) -> Option<Sample> {
        let open = self.open();
        let cache = self.found_cache();
        match cache {
            Some(cache) => cache.counters.created.add_owned(),
            None => open.engine.uncached.created.add_shared(),
        }
        self.draw_sample(cache)
    }

    /// Whether an object that did not come from the fast path is to be followed.
    #[inline]
    fn draw_sample(&self, cache: Option<&Cache<T>>) -> Option<Sample> {
        let weight = if self.follows_all() {
            1
        } else {
            match cache {
                Some(cache) => cache.draw_sample()?,
                None => self.open().engine.draw_sample()?,
            }
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
