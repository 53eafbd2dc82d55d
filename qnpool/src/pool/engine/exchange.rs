//! What an owner does when its magazine does not answer: it exchanges objects with the depot.
//!
//! A cache has one magazine. When that is empty the owner takes another from the depot. When it
//! is full it grows to twice its credit, so that a thread that keeps one object out holds credit
//! for one, and a thread that returns many at once soon has room for them. Once it is as large as
//! two magazines may be, or no credit is left, its older half goes to the depot. So a thread that
//! gets and puts around an edge does not go to the depot each time.
//!
//! Two magazines that change places (Bonwick and Adams 2001) were the rejected variant: they save
//! the copy of half the list, a nanosecond for each object that travels, and need a second length,
//! a second credit and rules for which of the two is meant.

use std::mem;

use super::depot::Generation;
use super::magazine::Magazine;
use super::{Cache, Engine};

impl<T> Engine<T> {
    /// An idle object from the owner's cache, the depot or the victim, counted.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and is at rest.
    pub(in super::super) unsafe fn take(&self, cache: &Cache<T>) -> Option<Box<T>> {
        let shard = cache.index();
        // SAFETY: As the caller promises.
        if unsafe { self.keeps_tight(cache) } {
            let (generation, object) = self.take_any(shard)?;
            cache.counters.hits(generation).add_owned();
            return Some(object);
        }
        // SAFETY: As the caller promises.
        let mut held = unsafe { cache.hold(false) };
        // The cache was closed, or the owner has left its fast path for a check.
        if let Some(object) = held.with(Magazine::pop) {
            held.count_hit();
            return Some(object);
        }
        let Some(magazine) = self.depot.take(shard, self.magazine_size) else {
            let aged = self.take_one(Generation::Victim, shard)?;
            cache.counters.victim_hits.add_owned();
            return Some(aged);
        };
        let (object, mut empty) = held.with(|own| {
            let empty = mem::replace(own, magazine);
            (own.pop(), empty)
        });
        self.budget.give_back(empty.shed());
        cache.counters.depot_hits.add_owned();
        object
    }

    /// Keeps the object in the owner's cache, and counts it; gives it back if there
    /// is no credit for it.
    ///
    /// # Safety
    ///
    /// As for `take`.
    pub(in super::super) unsafe fn keep(
        &self,
        cache: &Cache<T>,
        object: Box<T>,
    ) -> Result<(), Box<T>> {
        let shard = cache.index();
        // SAFETY: As the caller promises.
        if unsafe { self.keeps_tight(cache) } {
            let count = || cache.count_kept();
            return self.depot.put_one(shard, object, &self.budget, count);
        }
        // SAFETY: As the caller promises.
        let mut held = unsafe { cache.hold(false) };
        let (kept, older) = held.with(|own| {
            let older = self.make_room(own);
            let kept = own.push(object);
            if kept.is_ok() {
                cache.count_kept();
            }
            (kept, older)
        });
        if let Some(older) = older {
            self.depot.put(shard, older);
        }
        kept
    }

    /// Sees to it that the magazine has room, if there is credit to be had, and says what is to
    /// go to the depot.
    fn make_room(&self, own: &mut Magazine<T>) -> Option<Magazine<T>> {
        if own.has_room() {
            return None;
        }
        let most = 2 * self.magazine_size;
        let wanted = own.credit().max(1).min(most - own.credit().min(most));
        let drawn = self.budget.draw(wanted);
        own.grow(drawn);
        if drawn > 0 || own.len() < 2 {
            return None;
        }
        // Where no credit is left, others find these objects there.
        let older = own.split_oldest(own.len() / 2);
        own.grow(self.budget.draw(older.len()));
        Some(older)
    }

    /// As `take`, for a thread without a cache, as when its thread-locals are gone.
    pub(in super::super) fn take_uncached(&self) -> Option<Box<T>> {
        let (generation, object) = self.take_any(0)?;
        self.uncached.hits(generation).add_shared();
        Some(object)
    }

    /// An object of the depot, not counted.
    fn take_any(&self, shard: usize) -> Option<(Generation, Box<T>)> {
        let generations = [Generation::Current, Generation::Victim];
        generations
            .into_iter()
            .find_map(|generation| Some((generation, self.take_one(generation, shard)?)))
    }

    /// One object of the depot, whose credit goes back, unless the bound is tight: it is drawn
    /// again if the object comes back.
    fn take_one(&self, generation: Generation, shard: usize) -> Option<Box<T>> {
        let keeps_credit = generation == Generation::Current && self.is_tight();
        let (object, credit) = self.depot.take_one(generation, shard, keeps_credit)?;
        self.budget.give_back(credit);
        Some(object)
    }

    /// As `keep`, for a thread without a cache.
    pub(in super::super) fn put_uncached(&self, object: Box<T>) -> Result<(), Box<T>> {
        let count = || self.counters.kept.add_shared();
        self.depot.put_one(0, object, &self.budget, count)
    }

    /// Whether no object may come in; if need be after taking the credit that caches hold for
    /// objects to come.
    pub(in super::super) fn is_full(&self) -> bool {
        if self.budget.is_exhausted() {
            self.collect_spare_credit();
        }
        self.budget.is_exhausted()
    }
}
