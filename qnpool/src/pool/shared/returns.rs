//! The way back of an object: reset, looked at now and then, and kept if there is room.

use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use super::super::engine::{Cache, Seen};
use super::super::lease::Lease;
use super::super::panics::{Payload, contain, drop_half_done, drop_object, pass_on};
use super::super::threads;
use super::{Shared, await_look, look_at_clock, own_cache};
use crate::poolable::fitter::reset_and_look;
use crate::poolable::traffic::Look;
use crate::poolable::{PoolObject, shrinks};

impl<T: PoolObject> Shared<T> {
    /// The way back of every object that was out.
    ///
    /// Whether its use is to be looked at is asked before the reset, after which there is
    /// nothing to see; by one byte of the thread's, whatever pools it has. To look the cache
    /// up before the reset, and keep it, took fewer instructions and half as long again: what
    /// a pair waits for are its stores, and two more registers had to be saved.
    ///
    /// # Safety
    ///
    /// As for [`Lease::end`], until this returns.
    #[inline]
    pub(in super::super) unsafe fn put(lease: Lease<T>, mut object: Box<T>) {
        // SAFETY: As the caller promises; one of them.
        unsafe {
            if T::MAX_RETAINED_BYTES > 0 && threads::awaits_return() {
                return Self::put_awaited(lease, object);
            }
            match reset::<T>(&mut object) {
                Ok(false) => Self::keep(lease, object),
                Ok(true) => Self::discard_unfit(lease, object),
                Err(panic) => Self::discard_panicked(lease, object, panic),
            }
        }
    }

    /// Where a use is to be looked at: this one, if it is that pool's.
    ///
    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn put_awaited(lease: Lease<T>, mut object: Box<T>) {
        // Also if another pool waits: it will again after its next slow operation.
        threads::end_await();
        // SAFETY: The pool is there, as the caller promises.
        let shared = unsafe { lease.pool().as_ref() };
        let reset = match shared.found_cache() {
            Some(cache) if cache.wants_look() => contain(|| shared.look(cache, &mut object)),
            _ => reset::<T>(&mut object),
        };
        // SAFETY: As the caller promises; one of them.
        unsafe {
            match reset {
                Ok(false) => Self::keep_found(lease, object),
                Ok(true) => Self::discard_unfit(lease, object),
                Err(panic) => Self::discard_panicked(lease, object, panic),
            }
        }
    }

    /// Resets the object and takes note of the use that it comes from. True if it is
    /// unfit, and then is not reset.
    fn look(&self, cache: &Cache<T>, object: &mut T) -> bool {
        let (weight, usual_weight) = cache.begin_look();
        if object.should_discard() {
            return true;
        }
        let open = self.open();
        let traffic = open.traffic.at(cache.index()).get_or_init(Box::default);
        let look = Look {
            weight,
            usual_weight,
            fits: self.settings.fit_to_traffic,
        };
        let found = reset_and_look(object, traffic, look);
        cache.end_look(match (found.fields, found.cuts) {
            (0, _) => Seen::Nothing,
            (_, 0) => Seen::Used,
            _ => Seen::Unused,
        });
        await_look(cache);
        if found.cuts > 0 {
            let counters = &open.engine.counters;
            counters.shrinks_unused.add_shared_many(found.cuts.into());
        }
        false
    }

    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn discard_unfit(lease: Lease<T>, object: Box<T>) {
        // SAFETY: As the caller promises.
        unsafe { lease.end() }.discard(object);
    }

    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn discard_panicked(lease: Lease<T>, object: Box<T>, panic: Payload) {
        // SAFETY: As the caller promises.
        let shared = unsafe { lease.end() };
        let counters = &shared.open().engine.counters;
        counters.discarded_panicked.add_shared();
        counters.shrinks.add_shared_many(shrinks::take());
        drop_half_done(object);
        pass_on(panic);
    }

    pub(in super::super) fn attach(&self, object: Box<T>) {
        self.open().engine.counters.attached.add_shared();
        // Of resets before this one.
        shrinks::take();
        // SAFETY: The pool is borrowed meanwhile. No hold ends by it, as none was begun.
        unsafe { Self::put(Lease::new(NonNull::from(self)), object) };
    }

    #[cold]
    pub(in super::super) fn discard(&self, object: Box<T>) {
        self.open().engine.counters.discarded_unfit.add_shared();
        drop_object(object);
    }

    /// # Safety
    ///
    /// As for `put`.
    #[inline]
    unsafe fn keep(lease: Lease<T>, object: Box<T>) {
        let kept = match threads::last(lease.key()) {
            // SAFETY: As in `last_cache` and `take_cached`: it is a pool's key, so the
            // lease is that pool's, which has objects of this type.
            Some(cache) => unsafe { cache.cast::<Cache<T>>().as_ref().put(object) },
            None => Err(object),
        };
        if let Err(object) = kept {
            // SAFETY: As the caller promises.
            unsafe { Self::keep_after_switch(lease, object) };
        }
    }

    /// Where the thread has used another pool since; see `take_after_switch`.
    ///
    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn keep_after_switch(lease: Lease<T>, object: Box<T>) {
        let kept = if lease.is_followed() || shrinks::are_noted() {
            Err(object)
        } else {
            // SAFETY: The pool is there, as the caller promises; and as in `take_after_switch`.
            unsafe {
                let slot = lease.pool().as_ref().slot.load(Ordering::Relaxed);
                match threads::find(lease.key(), slot) {
                    Some(cache) => cache.cast::<Cache<T>>().as_ref().put(object),
                    None => Err(object),
                }
            }
        };
        if let Err(object) = kept {
            // SAFETY: As the caller promises.
            unsafe { Self::keep_found(lease, object) };
        }
    }

    /// Where the magazine is full, the object was followed, or a buffer of it was cut.
    ///
    /// # Safety
    ///
    /// As for `put`.
    #[cold]
    #[inline(never)]
    unsafe fn keep_found(lease: Lease<T>, object: Box<T>) {
        // SAFETY: As the caller promises.
        let shared = unsafe { lease.end() };
        if shrinks::are_noted() {
            let counters = &shared.open().engine.counters;
            counters.shrinks.add_shared_many(shrinks::take());
        }
        let kept = match shared.found_cache() {
            // SAFETY: As in `take_cached`.
            Some(cache) => unsafe { cache.put(object) },
            None => Err(object),
        };
        if let Err(object) = kept {
            shared.keep_uncached(object);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep_uncached(&self, object: Box<T>) {
        let open = self.open();
        let kept = match own_cache(open) {
            Some(cache) => {
                look_at_clock(open, cache);
                // SAFETY: As in `take_idle`.
                let kept = unsafe { open.engine.keep(cache, object) };
                await_look(cache);
                kept
            }
            None => open.engine.keep_stray(object),
        };
        if let Err(object) = kept {
            open.engine.counters.discarded_full.add_shared();
            drop_object(object);
        }
    }
}

/// True if the object is unfit, and then is not reset.
///
/// The panic is caught here rather than by a guard on the stack: a second one,
/// while the holder unwinds, would abort the process. Where `reset` cannot panic
/// the compiler leaves nothing of it.
#[inline]
fn reset<T: PoolObject>(object: &mut T) -> Result<bool, Payload> {
    contain(|| {
        let unfit = object.should_discard();
        if !unfit {
            object.reset();
        }
        unfit
    })
}
