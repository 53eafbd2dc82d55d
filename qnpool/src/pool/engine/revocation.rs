//! What reaches the caches of other threads, awake or asleep: `tick`, `clear`, a
//! thread that exits, and, at the bound, `prewarm`.
//!
//! Each takes pointers out under the locks and hands them to the caller, who drops
//! the objects when no lock is held.

use std::mem;

use super::cache::{Held, revoke};
use super::magazine::Magazine;
use super::sync::{MutexGuard, Ordering, TRIES_AT_OWNER, lock, try_lock, yield_now};
use super::{Engine, fence};

impl<T> Engine<T> {
    /// Ends a generation. The objects that have been idle since the last tick come back,
    /// for the caller to drop.
    ///
    /// All other idle objects become the victim, those of every cache included: of a cache in
    /// use it is not known how few objects it had at its emptiest, as a hit does not keep
    /// account of that. What its owner needs comes back from the victim, one object per
    /// `get`, and what is left there at the next tick was not needed.
    ///
    /// A cache whose owner is inside, stopped perhaps, is left for the next tick; and so is all
    /// if somebody else revokes caches.
    pub(in super::super) fn tick(&self) -> Vec<Magazine<T>> {
        let Some(_revoking) = self.try_revoke() else {
            return Vec::new();
        };
        let aged = self.depot.turn(&self.budget);
        revoke(self.caches().iter(), |mut held| {
            if let Some(magazine) = self.empty(&mut held) {
                self.depot.put_aged(magazine);
            }
        });
        aged
    }

    /// Takes everything that is idle, for the caller to drop.
    ///
    /// Waits for owners that are inside, and holds nothing meanwhile.
    pub(in super::super) fn clear(&self) -> Vec<Magazine<T>> {
        let mut magazines = Vec::new();
        let list = self.caches();
        let mut left: Vec<_> = list.iter().cloned().collect();
        while !left.is_empty() {
            let revoking = lock(&self.threads().revoking);
            left = revoke(left.iter(), |mut held| {
                magazines.extend(self.empty(&mut held));
            });
            drop(revoking);
            if !fence::available() {
                // Only its owner can close such a cache now, with its next operation.
                left.retain(|cache| !cache.seems_entrusted());
            }
            for cache in &left {
                yield_now();
                while cache.is_owner_inside() {
                    yield_now();
                }
            }
        }
        self.depot
            .drain(&self.budget, |magazine| magazines.push(magazine));
        magazines
    }

    /// Has every owner draw one in `mean` of its objects for the census from its next
    /// operation on; 0 for none.
    pub(in super::super) fn set_sampling(&self, mean: u32) {
        let mean = u64::from(mean);
        let set = || self.sampling.store(mean, Ordering::Relaxed);
        let list = self.threads().caches.list_after(set);
        for cache in list.iter() {
            cache.set_sampling(mean);
        }
        // An owner that has its cache taken away learns of it when it takes it back; one
        // that is inside, where it would else come out for the clock.
        if let Some(_revoking) = self.try_revoke() {
            revoke(list.iter(), drop);
        }
    }

    /// The lock of whoever revokes caches, if its holder gives it back as soon as one that runs
    /// does.
    pub(super) fn try_revoke(&self) -> Option<MutexGuard<'_, ()>> {
        let threads = self.threads();
        (0..TRIES_AT_OWNER).find_map(|_| {
            let revoking = try_lock(&threads.revoking);
            if revoking.is_none() {
                yield_now();
            }
            revoking
        })
    }

    /// Takes the credit that caches hold for objects to come.
    pub(super) fn collect_spare_credit(&self) {
        if let Some(_revoking) = self.try_revoke() {
            revoke(self.caches().iter(), |mut held| {
                self.budget.give_back(held.with(Magazine::shed));
            });
        }
        self.depot.shed(&self.budget);
    }

    /// Puts what is in a cache where all threads find it.
    pub(super) fn share(&self, held: &mut Held<'_, T>) {
        if let Some(magazine) = self.empty(held) {
            self.depot.put(held.cache().index(), magazine);
        }
    }

    /// Takes what is in a cache; the credit that no object uses goes back.
    pub(super) fn empty(&self, held: &mut Held<'_, T>) -> Option<Magazine<T>> {
        let mut magazine = held.with(|own| mem::replace(own, Magazine::empty()));
        self.budget.give_back(magazine.shed());
        (!magazine.is_empty()).then_some(magazine)
    }
}
