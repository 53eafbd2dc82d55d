//! Who holds a cache by its lock: its owner at rest, or somebody who took it away.

use super::super::fence;
use super::super::sync::{LOOKS_AT_OWNER, MutexGuard, Ordering, lock, spin_loop, yield_now};
use super::{Cache, IN_STATE, Magazines, Tenancy, add_owned};

/// The right to touch a cache's magazines, by its lock.
pub(in super::super) struct Held<'c, T> {
    cache: &'c Cache<T>,
    tenancy: MutexGuard<'c, Tenancy<T>>,
}

impl<'c, T> Held<'c, T> {
    pub(in super::super) fn cache(&self) -> &'c Cache<T> {
        self.cache
    }

    pub(in super::super) fn tenancy(&mut self) -> &mut Tenancy<T> {
        &mut self.tenancy
    }

    pub(in super::super) fn with<R>(&mut self, access: impl FnOnce(&mut Magazines<T>) -> R) -> R {
        let cache = self.cache;
        let biased = self.tenancy.biased;
        cache.magazines.with_mut(|magazines| {
            // SAFETY: A `Held` is made only where rule 2 of `cache.rs`
            // holds, and it has the lock; the borrow of `self` keeps it unique.
            let magazines = unsafe { &mut *magazines };
            if biased {
                // SAFETY: The state says how many places of the loaded magazine hold objects.
                unsafe { magazines.loaded.set_len(cache.state().len()) };
            }
            let result = access(magazines);
            let Magazines {
                loaded, previous, ..
            } = magazines;
            cache
                .reserve
                .store(previous.len() as u64, Ordering::Relaxed);
            let credit = loaded.credit() + previous.credit();
            cache.credit.store(credit as u64, Ordering::Relaxed);
            if biased {
                cache.set_len(loaded.len());
                // An owner that only puts comes by for a look in time.
                let until_look = cache.looks.until_due();
                let room = loaded.credit().min(loaded.len().saturating_add(until_look));
                cache.room.store(room, Ordering::Relaxed);
            } else {
                cache
                    .len_at_rest
                    .store(loaded.len() as u64, Ordering::Relaxed);
            }
            result
        })
    }

    /// The owner, who has the lock, may go inside from its next operation on: from now on it
    /// says in its state how many objects there are.
    fn entrust(&mut self) {
        if !self.tenancy.biased {
            let cache = self.cache;
            let len = cache.len_at_rest.load(Ordering::Relaxed);
            let len = usize::try_from(len).expect("it was a `usize`");
            cache.set_len(len);
            cache.len_at_rest.store(IN_STATE, Ordering::Relaxed);
            self.tenancy.biased = true;
        }
    }

    /// The owner, of whom rule 2 of `cache.rs` is known to hold, no longer goes
    /// inside: from now on the magazine knows its own length.
    fn settle(&mut self) {
        if self.tenancy.biased {
            let cache = self.cache;
            let len = cache.state().len();
            // SAFETY: By rule 2 there is nobody else at the magazines. So many places of the
            // loaded one hold objects.
            cache
                .magazines
                .with_mut(|magazines| unsafe { (*magazines).loaded.set_len(len) });
            cache.len_at_rest.store(len as u64, Ordering::Relaxed);
            self.tenancy.biased = false;
        }
    }

    /// Counts an object that the owner took while it held the cache.
    pub(in super::super) fn count_hit(&self) {
        let cache = self.cache;
        cache.set_state(cache.state().after_hit());
        add_owned(&cache.raised, 1);
        cache.sampling.pass_one();
        if self.tenancy.biased {
            let deadline = cache.next_deadline(cache.sampling.due_at(cache.hits()));
            cache.deadline.store(deadline, Ordering::Relaxed);
        }
    }
}

/// How long to wait for an owner that is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Patience {
    /// As long as an owner takes to come out if it runs: it finds the cache closed then, so an
    /// owner that uses its cache all the time is met as well. One that was stopped
    /// inside keeps the cache.
    Brief,
    /// Until it comes out.
    Endless,
}

impl<T> Cache<T> {
    /// The cache, held by its owner, who may go inside again from the next operation on.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and is at rest: not in `take` or `put`, and
    /// not holding it already.
    pub(in super::super) unsafe fn hold(&self) -> Held<'_, T> {
        let mut held = Held {
            cache: self,
            tenancy: lock(&self.tenancy),
        };
        let hits = self.hits();
        self.looks.note_due(hits, || self.kept());
        if fence::available() {
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
            tenancy: lock(&self.tenancy),
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

    /// Waits, with patience, until the owner is out, after the cache was closed and a heavy
    /// fence passed: then it stays out, as it opens its cache only while it holds it.
    fn is_left(&self, patience: Patience) -> bool {
        let mut looks = 0;
        while self.read_state().is_inside() {
            looks += 1;
            match patience {
                Patience::Brief if looks == LOOKS_AT_OWNER => return false,
                Patience::Brief => spin_loop(),
                Patience::Endless => yield_now(),
            }
        }
        true
    }
}

/// Takes the caches from their owners, who get them back at their next operation.
///
/// One heavy fence for all. Leaves out those whose owner is inside, without the
/// patience to wait, and all that could be, where the kernel refuses the fence.
///
/// The caller has the list of caches locked, so that two revokers cannot wait for
/// each other's caches.
pub(in super::super) fn revoke<'c, T: 'c>(
    caches: impl Iterator<Item = &'c Cache<T>>,
    patience: Patience,
) -> Vec<Held<'c, T>> {
    let mut held: Vec<Held<'c, T>> = caches
        .map(|cache| {
            let tenancy = lock(&cache.tenancy);
            cache.close();
            Held { cache, tenancy }
        })
        .collect();
    if held.iter().any(|held| held.tenancy.biased) && !fence::heavy() {
        held.retain(|held| !held.tenancy.biased);
    }
    held.retain_mut(|held| {
        if held.tenancy.biased && held.cache.is_left(patience) {
            held.settle();
        }
        !held.tenancy.biased
    });
    held
}
