//! Who holds a cache by its lock: its owner at rest, or somebody who took it away.

use super::super::fence;
use super::super::sync::{Arc, MutexGuard, Ordering, TRIES_AT_OWNER, lock, spin_loop, try_lock};
use super::{Cache, IN_STATE, Magazine, add_owned};

/// The right to touch a cache's magazine, by its lock.
pub(in super::super) struct Held<'c, T> {
    cache: &'c Cache<T>,
    /// Whether the owner may go inside.
    is_entrusted: MutexGuard<'c, bool>,
}

impl<'c, T> Held<'c, T> {
    pub(in super::super) fn cache(&self) -> &'c Cache<T> {
        self.cache
    }

    pub(in super::super) fn with<R>(&mut self, access: impl FnOnce(&mut Magazine<T>) -> R) -> R {
        let cache = self.cache;
        let is_entrusted = *self.is_entrusted;
        cache.magazine.with_mut(|magazine| {
            // SAFETY: A `Held` is made only where rule 2 of `cache.rs` holds, and it has the
            // lock; the borrow of `self` keeps it unique.
            let magazine = unsafe { &mut *magazine };
            if is_entrusted {
                // SAFETY: The state says how many places hold objects.
                unsafe { magazine.set_len(cache.state().len()) };
            }
            let result = access(magazine);
            let (len, credit) = (magazine.len(), magazine.credit());
            cache.credit.store(credit as u64, Ordering::Relaxed);
            if is_entrusted {
                cache.set_len(len);
                // An owner that only puts, for a while, comes by for a check in time.
                let room = credit.min(len.saturating_add(cache.pacer.distance()));
                cache.room.store(room, Ordering::Relaxed);
            } else {
                cache.len_at_rest.store(len as u64, Ordering::Relaxed);
            }
            result
        })
    }

    /// The owner, who has the lock, may go inside from its next operation on: from now on it
    /// says in its state how many objects there are.
    fn entrust(&mut self) {
        if !*self.is_entrusted {
            let cache = self.cache;
            let len = cache.len_at_rest.load(Ordering::Relaxed);
            let len = usize::try_from(len).expect("it was a `usize`");
            cache.set_len(len);
            cache.len_at_rest.store(IN_STATE, Ordering::Relaxed);
            *self.is_entrusted = true;
        }
    }

    /// The owner, of whom rule 2 of `cache.rs` is known to hold, no longer goes
    /// inside: from now on the magazine knows its own length.
    fn settle(&mut self) {
        if *self.is_entrusted {
            let cache = self.cache;
            let len = cache.state().len();
            // SAFETY: By rule 2 there is nobody else at the magazine. So many places hold objects.
            cache
                .magazine
                .with_mut(|magazine| unsafe { (*magazine).set_len(len) });
            cache.len_at_rest.store(len as u64, Ordering::Relaxed);
            *self.is_entrusted = false;
        }
    }

    /// Counts an object that the owner took while it held the cache.
    pub(in super::super) fn count_hit(&self) {
        let cache = self.cache;
        cache.set_state(cache.state().after_hit());
        add_owned(&cache.raised, 1);
        cache.sampling.pass_one();
        if *self.is_entrusted {
            let deadline = cache.next_deadline(cache.sampling.due_at(cache.hits()));
            cache.deadline.store(deadline, Ordering::Relaxed);
        }
    }
}

impl<T> Cache<T> {
    /// The cache, held by its owner, who may go inside again from the next operation on.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and is at rest: not in `take` or `put`, and
    /// not holding it already.
    pub(in super::super) unsafe fn hold(&self, is_tight: bool) -> Held<'_, T> {
        let mut held = Held {
            cache: self,
            is_entrusted: lock(&self.is_entrusted),
        };
        let hits = self.hits();
        if fence::available() && !is_tight {
            held.entrust();
            let deadline = self.next_deadline(self.sampling.due_at(hits));
            self.deadline.store(deadline, Ordering::Relaxed);
        } else {
            // Also where the fence was there before: the owner knows that it is not
            // inside and now never will be, which is all that a revoker wants to know.
            self.close();
            held.settle();
        }
        held
    }

    /// The cache, held by the thread that leaves it or drops the pool: nobody is inside,
    /// nor will be.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and is at rest, or its pool is being dropped.
    pub(in super::super) unsafe fn hold_at_rest(&self) -> Held<'_, T> {
        let mut held = Held {
            cache: self,
            is_entrusted: lock(&self.is_entrusted),
        };
        self.close();
        held.settle();
        held
    }

    /// Keeps the owner from going inside, once it has seen this.
    fn close(&self) {
        self.deadline.store(0, Ordering::Relaxed);
        self.room.store(0, Ordering::Relaxed);
    }

    /// For whoever has the lock, without which nobody opens it.
    fn is_closed(&self) -> bool {
        let deadline = self.deadline.load(Ordering::Relaxed);
        deadline == 0 && self.room.load(Ordering::Relaxed) == 0
    }

    /// The owner may go inside, as it looks from outside: the lock alone tells for sure.
    pub(in super::super) fn seems_entrusted(&self) -> bool {
        self.len_at_rest.load(Ordering::Relaxed) == IN_STATE
    }

    pub(in super::super) fn is_owner_inside(&self) -> bool {
        self.read_state().is_inside()
    }

    /// Waits as long as an owner takes to come out if it runs. True if it is out: then it stays
    /// out, where the cache was closed and a heavy fence passed, as it opens its cache only while
    /// it holds it.
    fn is_left(&self) -> bool {
        for _ in 0..TRIES_AT_OWNER {
            if !self.is_owner_inside() {
                return true;
            }
            spin_loop();
        }
        false
    }

    /// The lock, if its holder gives it back as soon as one that runs does.
    fn try_hold(&self) -> Option<Held<'_, T>> {
        (0..TRIES_AT_OWNER).find_map(|_| {
            let is_entrusted = try_lock(&self.is_entrusted);
            if is_entrusted.is_none() {
                spin_loop();
            }
            Some(Held {
                cache: self,
                is_entrusted: is_entrusted?,
            })
        })
    }
}

/// Takes caches from their owners, who get them back at their next operation, and passes each
/// on. One heavy fence for all.
///
/// Returns those that it could not have now: their owner is inside, or has the lock, and was
/// perhaps stopped there; or has opened its cache meanwhile; or the kernel refuses the fence, and
/// the owner may be inside.
///
/// The caller holds `revoking`. Otherwise a cache that is found closed could have been closed
/// by another revoker, after the fence of this one.
pub(in super::super) fn revoke<'c, T: 'c>(
    caches: impl Iterator<Item = &'c Arc<Cache<T>>> + Clone,
    mut pass_on: impl FnMut(Held<'c, T>),
) -> Vec<Arc<Cache<T>>> {
    for cache in caches.clone() {
        cache.close();
    }
    let is_fenced = caches.clone().any(|cache| cache.seems_entrusted()) && fence::heavy();
    let mut missed = Vec::new();
    for cache in caches {
        let Some(mut held) = cache.try_hold() else {
            missed.push(Arc::clone(cache));
            continue;
        };
        if *held.is_entrusted {
            if !(is_fenced && cache.is_closed() && cache.is_left()) {
                missed.push(Arc::clone(cache));
                continue;
            }
            held.settle();
        }
        pass_on(held);
    }
    missed
}
