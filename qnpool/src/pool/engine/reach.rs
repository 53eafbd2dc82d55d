//! What reaches the caches of other threads, awake or asleep: `tick`, `clear`, a
//! thread that exits, and, at the bound, `prewarm` and a thread that has no credit.
//!
//! Each takes pointers out under the locks and hands them to the caller, who drops
//! the objects when no lock is held.

use super::cache::{Held, Patience, revoke};
use super::magazine::Magazine;
use super::sync::{AtomicUsize, Ordering, lock, try_lock};
use super::{Cache, Engine};

/// How often a thread without credit looks for credit that sleeps.
///
/// A look interrupts the processors of the other threads, so one that finds nothing
/// makes the next come half as soon.
pub(super) struct Pacing {
    refused: AtomicUsize,
    interval: AtomicUsize,
}

const LONGEST_INTERVAL: usize = 1024;

impl Pacing {
    pub(super) fn new() -> Self {
        Self {
            refused: AtomicUsize::new(0),
            interval: AtomicUsize::new(1),
        }
    }

    fn is_due(&self) -> bool {
        let refused = self.refused.fetch_add(1, Ordering::Relaxed);
        refused % self.interval.load(Ordering::Relaxed) == 0
    }

    fn adapt(&self, found: bool) {
        let interval = if found {
            1
        } else {
            let interval = self.interval.load(Ordering::Relaxed);
            (interval * 2).min(LONGEST_INTERVAL)
        };
        self.interval.store(interval, Ordering::Relaxed);
    }
}

impl<T> Engine<T> {
    /// Ends a generation. The objects that have been idle since the last tick come back,
    /// for the caller to drop.
    ///
    /// All other idle objects become the victim, those of every cache included: of a cache in
    /// use it is not known how few objects it had at its emptiest, as a hit does not keep
    /// account of that. What its owner needs comes back from the victim, one object per
    /// `get`, and what is left there at the next tick was not needed.
    pub(in super::super) fn tick(&self) -> Vec<Magazine<T>> {
        let caches = lock(&self.caches);
        let aged = self.depot.turn();
        for mut held in revoke(caches.iter().map(|cache| &**cache), Patience::Brief) {
            let mut magazines = Vec::new();
            self.empty(&mut held, &mut magazines);
            for magazine in magazines {
                self.depot.put_aged(held.cache().index(), magazine);
            }
        }
        aged
    }

    /// Takes everything that is idle, for the caller to drop.
    pub(in super::super) fn clear(&self) -> Vec<Magazine<T>> {
        let caches = lock(&self.caches);
        let mut magazines = Vec::new();
        for mut held in revoke(caches.iter().map(|cache| &**cache), Patience::Endless) {
            self.empty(&mut held, &mut magazines);
        }
        magazines.append(&mut self.depot.drain());
        magazines
    }

    /// Has every owner draw one in `mean` of its objects for the census from its next
    /// operation on; 0 for none.
    pub(in super::super) fn set_sampling(&self, mean: u32) {
        let caches = lock(&self.caches);
        let mean = u64::from(mean);
        self.sampling.store(mean, Ordering::Relaxed);
        for cache in caches.iter() {
            cache.set_sampling(mean);
        }
        // An owner that has its cache taken away learns of it when it takes it back; one
        // that is inside, where it would else come out for the clock.
        drop(revoke(caches.iter().map(|cache| &**cache), Patience::Brief));
    }

    /// Takes the credit that caches hold for objects to come.
    pub(super) fn collect_spare_credit(&self) {
        let caches = lock(&self.caches);
        for mut held in revoke(caches.iter().map(|cache| &**cache), Patience::Brief) {
            self.shed(&mut held);
        }
    }

    /// Gives back the credit that no object uses.
    pub(super) fn shed(&self, held: &mut Held<'_, T>) {
        let spare = held.with(|magazines| magazines.loaded.shed() + magazines.previous.shed());
        self.budget.give_back(spare);
    }

    /// Looks for credit that sleeps, and says whether there may be some now.
    ///
    /// A cache counts as asleep if its owner has not used it since the last look. Its
    /// objects go to the depot, where they are of use again.
    pub(super) fn reclaim(&self, own: &Cache<T>) -> bool {
        if !self.pacing.is_due() {
            return false;
        }
        // Another thread is looking; its find is for all.
        let Some(caches) = try_lock(&self.caches) else {
            return false;
        };
        let asleep = |cache: &&Cache<T>| {
            let operations = cache.operations();
            let mut tenancy = cache.tenancy();
            let last = std::mem::replace(&mut tenancy.operations_at_reclaim, operations);
            last == operations && cache.has_credit() && !std::ptr::eq(*cache, own)
        };
        let caches = caches.iter().map(|cache| &**cache).filter(asleep);
        let mut found = false;
        for mut held in revoke(caches, Patience::Brief) {
            found = true;
            let mut magazines = Vec::new();
            self.empty(&mut held, &mut magazines);
            for magazine in magazines {
                self.depot.put(held.cache().index(), magazine);
            }
        }
        self.pacing.adapt(found);
        found
    }

    /// Takes both magazines; the credit that no object uses goes back.
    pub(super) fn empty(&self, held: &mut Held<'_, T>, magazines: &mut Vec<Magazine<T>>) {
        let taken = held.with(|magazines| {
            magazines.reach = 1;
            [
                std::mem::replace(&mut magazines.previous, Magazine::empty()),
                std::mem::replace(&mut magazines.loaded, Magazine::empty()),
            ]
        });
        for mut magazine in taken {
            self.budget.give_back(magazine.shed());
            if !magazine.is_empty() {
                magazines.push(magazine);
            }
        }
    }
}

/// Gives a cache back when its thread exits: the objects go to the depot, the cache
/// to the next thread.
///
/// # Safety
///
/// The calling thread owns the cache, is at rest, and does not use it again.
pub(in super::super) unsafe fn retire<T>(cache: &Cache<T>) {
    // SAFETY: As the caller promises.
    let mut held = unsafe { cache.hold_at_rest() };
    // The lock keeps the pool from being dropped meanwhile.
    let Some(home) = held.tenancy().home.clone() else {
        return;
    };
    let mut magazines = Vec::new();
    home.empty(&mut held, &mut magazines);
    for magazine in magazines {
        home.depot.put(cache.index(), magazine);
    }
    held.tenancy().vacant = true;
    home.vacancies.fetch_add(1, Ordering::Relaxed);
}
