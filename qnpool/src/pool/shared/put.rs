//! The way back of an object: reset, inspected now and then, and kept if there is room.

use std::ptr::NonNull;

use super::super::engine::{Cache, Counter, PoolCounters, Seen, UNCACHED_WEIGHTS};
use super::super::long_hold::Late;
use super::super::panics::{Payload, contain, drop_half_done, drop_object, pass_on};
use super::super::pool_ref::PoolRef;
use super::super::threads;
use super::Shared;
use super::open::{await_inspection, check_time};
use crate::poolable::inspection::reset_and_inspect;
use crate::poolable::traffic::Inspection;
use crate::poolable::walk::{Walk, reset_unless_unfit};
use crate::poolable::{PoolObject, ResetOutcome};

impl<T: PoolObject> Shared<T> {
    /// The way back of every object that was out.
    ///
    /// The cache is found before the reset, as only then the use can be inspected: a pending
    /// inspection clears the key, so this lookup misses, and a hit pays nothing for it. What the reset
    /// did is asked once, after it.
    ///
    /// # Safety
    ///
    /// As for [`PoolRef::end`], until this returns.
    #[inline]
    pub(in super::super) unsafe fn put(pool_ref: PoolRef<T>, mut object: Box<T>) {
        // SAFETY: As the caller promises; one of them.
        unsafe {
            let Some(cache) = threads::recent_to_put(pool_ref.key()) else {
                return Self::put_elsewhere(pool_ref, object);
            };
            // SAFETY: As in `recent_cache`: it is a pool's key, so the reference is that pool's,
            // which has objects of this type. Whatever the reset does, the thread does not
            // exit by it, and the pool is there until this returns.
            let cache = cache.cast::<Cache<T>>().as_ref();
            let mut walk = Walk::default();
            if let Err(panic) = reset::<T>(&mut object, &mut walk) {
                return Self::discard_panicked(pool_ref, object, walk.outcome(), panic);
            }
            let outcome = walk.outcome();
            if outcome.is_clean() {
                // SAFETY: As in `take_cached`.
                match cache.put(object) {
                    Ok(()) => return,
                    Err(back) => object = back,
                }
            }
            Self::put_slowly(pool_ref, object, outcome);
        }
    }

    /// Where the thread has no cache at hand, the object was followed, or its use may
    /// have to be inspected.
    ///
    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn put_elsewhere(pool_ref: PoolRef<T>, mut object: Box<T>) {
        // SAFETY: The pool is there, as the caller promises.
        let (shared, record) = unsafe { pool_ref.parts() };
        let cache = match record {
            // For one that is followed it is mostly that.
            Some(_) => shared.recent_cache().or_else(|| shared.own_cache()),
            None => shared.switch_cache(),
        };
        let mut walk = Walk::default();
        let reset = match cache {
            Some(cache) if cache.wants_inspection() => {
                shared.inspect(Some(cache), &mut object, &mut walk)
            }
            None if shared.open().engine.wants_uncached_inspection() => {
                shared.inspect(None, &mut object, &mut walk)
            }
            _ => reset::<T>(&mut object, &mut walk),
        };
        // SAFETY: As the caller promises; one of them.
        unsafe {
            match reset {
                Ok(()) if walk.outcome().is_clean() => {
                    let _late = record.map_or(Late::NOTHING, |record| shared.end_hold(record));
                    shared.keep(object, cache);
                }
                Ok(()) => Self::put_slowly(pool_ref, object, walk.outcome()),
                Err(panic) => Self::discard_panicked(pool_ref, object, walk.outcome(), panic),
            }
        }
    }

    /// Resets the object and takes note of the use that it comes from, in the cache if there is one.
    #[cold]
    #[inline(never)]
    fn inspect<'a>(
        &'a self,
        cache: Option<&'a Cache<T>>,
        object: &mut T,
        walk: &mut Walk<'a>,
    ) -> Result<(), Payload> {
        contain(|| self.reset_and_inspect(cache, object, walk))
    }

    #[inline]
    fn reset_and_inspect<'a>(
        &'a self,
        cache: Option<&'a Cache<T>>,
        object: &mut T,
        walk: &mut Walk<'a>,
    ) {
        let open = self.open();
        let (weight, usual_weight) = cache.map_or(UNCACHED_WEIGHTS, Cache::begin_inspection);
        if object.should_discard() {
            return walk.note_unfit(true);
        }
        let traffic = cache.map_or(&open.uncached_traffic, |cache| &cache.traffic);
        let inspection = Inspection {
            weight,
            usual_weight,
            fits: self.settings.fit_to_traffic,
        };
        let found = reset_and_inspect(object, walk, traffic.get_or_init(Box::default), inspection);
        if let Some(cache) = cache {
            cache.end_inspection(match (found.fields, found.cuts) {
                (0, _) => Seen::Nothing,
                (_, 0) => Seen::Used,
                _ => Seen::Unused,
            });
            await_inspection(open, Some(cache));
        }
        if found.cuts > 0 {
            let counters = &open.engine.counters;
            counters.shrinks_unused.add_shared_many(found.cuts.into());
        }
    }

    /// Where there is no room, a buffer was cut, or the object is unfit: its parts may have
    /// been cut before.
    ///
    /// # Safety
    ///
    /// As for `put`.
    #[inline(never)]
    unsafe fn put_slowly(pool_ref: PoolRef<T>, object: Box<T>, outcome: ResetOutcome) {
        // SAFETY: As the caller promises.
        let shared = unsafe { pool_ref.end() };
        count_shrinks(&shared.open().engine.counters, outcome);
        if outcome.is_unfit() {
            shared.discard(object);
        } else if outcome.is_clean() {
            shared.keep_slowly(object);
        } else {
            let cache = shared.own_cache();
            // SAFETY: The calling thread's cache.
            unsafe { shared.keep(object, cache) };
        }
    }

    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn discard_panicked(
        pool_ref: PoolRef<T>,
        object: Box<T>,
        outcome: ResetOutcome,
        panic: Payload,
    ) {
        // SAFETY: As the caller promises.
        let shared = unsafe { pool_ref.end() };
        let counters = &shared.open().engine.counters;
        counters.discarded_panicked.add_shared();
        count_shrinks(counters, outcome);
        drop_half_done(object);
        drop(shared);
        pass_on(panic);
    }

    pub(in super::super) fn attach(&self, object: Box<T>) {
        struct Attached<'engine>(&'engine Counter);

        impl Drop for Attached<'_> {
            fn drop(&mut self) {
                self.0.add_shared();
            }
        }

        // Counted last, also after a panic: until then the object would count as checked out.
        let _attached = Attached(&self.open().engine.attached);
        // SAFETY: The pool is borrowed meanwhile. No hold ends by it, as none was begun.
        unsafe { Self::put(PoolRef::new(NonNull::from(self)), object) };
    }

    #[cold]
    pub(in super::super) fn discard(&self, object: Box<T>) {
        self.open().engine.counters.discarded_unfit.add_shared();
        drop_object(object);
    }

    /// # Safety
    ///
    /// As for `Cache::put`, if there is a cache.
    #[inline]
    unsafe fn keep(&self, object: Box<T>, cache: Option<&Cache<T>>) {
        let kept = match cache {
            // SAFETY: As the caller promises.
            Some(cache) => unsafe { cache.put(object) },
            None => Err(object),
        };
        if let Err(object) = kept {
            self.keep_slowly(object);
        }
    }

    /// Where there is no cache yet, or no room in it.
    #[inline(never)]
    fn keep_slowly(&self, object: Box<T>) {
        let open = self.open();
        let cache = self.own_cache();
        let keep = |object| match cache {
            // SAFETY: As in `find`.
            Some(cache) => unsafe { open.engine.keep(cache, object) },
            None => open.engine.put_uncached(object),
        };
        if cache.is_some() {
            // Without a cache, its `get` has checked.
            check_time(open, cache);
        }
        let kept = match keep(object) {
            Err(object) if open.note_refusal() => keep(object),
            kept => kept,
        };
        await_inspection(open, cache);
        if let Err(object) = kept {
            open.engine.counters.discarded_full.add_shared();
            drop_object(object);
        }
    }
}

/// Those of one object.
fn count_shrinks(counters: &PoolCounters, outcome: ResetOutcome) {
    if outcome.shrinks() > 0 {
        counters.shrinks.add_shared_many(outcome.shrinks().into());
        counters.shrunk.add_shared();
    }
}

/// The panic is caught here rather than by a guard on the stack: a second one,
/// while the holder unwinds, would abort the process. Where `reset` cannot panic
/// the compiler leaves nothing of it.
#[inline]
fn reset<T: PoolObject>(object: &mut T, walk: &mut Walk<'_>) -> Result<(), Payload> {
    contain(|| reset_unless_unfit(object, walk))
}
