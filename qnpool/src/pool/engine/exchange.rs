//! What an owner does when its magazine does not answer: it exchanges objects with the depot.
//!
//! A cache has one magazine. When that is empty the owner takes another from the depot. When it
//! is full it grows to twice its credit, so that a thread that keeps one object out holds credit
//! for one, and a thread that returns many at once soon has room for them; but by a sixteenth of
//! what is free at most, or some threads would hold what others lack. Once it is as large as
//! two magazines may be, or no credit is left, its older half goes to the depot. So a thread that
//! gets and puts around an edge does not go to the depot each time.
//!
//! Two magazines that change places (Bonwick and Adams 2001) were the rejected variant: they save
//! the copy of half the list, a nanosecond for each object that travels, and need a second length,
//! a second credit and rules for which of the two is meant.

use std::mem;

use super::magazine::Magazine;
use super::sync::UnorderedU64;
use super::{Cache, Engine};

impl<T> Engine<T> {
    /// An idle object from the owner's cache, the depot or the victim, counted.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and is at rest.
    #[inline]
    pub(in super::super) unsafe fn take(&self, cache: &Cache<T>) -> Option<Box<T>> {
        // SAFETY: As the caller promises; both.
        unsafe {
            if !self.keeps_tight(cache) {
                return self.take_held(cache);
            }
        }
        match self.take_one(cache.shard()) {
            Some(object) => {
                cache.counters.depot_hits.add_owned();
                Some(object)
            }
            None => self.take_aged(cache),
        }
    }

    /// # Safety
    ///
    /// As for `take`.
    unsafe fn take_held(&self, cache: &Cache<T>) -> Option<Box<T>> {
        // SAFETY: As the caller promises.
        let mut held = unsafe { cache.hold(false) };
        // The cache was closed, or the owner has left its fast path for a check.
        if let Some(object) = held.with(Magazine::pop) {
            held.count_hit();
            return Some(object);
        }
        let Some(magazine) = self.depot.take(cache.index(), self.magazine_size) else {
            return self.take_aged(cache);
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
    #[inline]
    pub(in super::super) unsafe fn keep(
        &self,
        cache: &Cache<T>,
        object: Box<T>,
    ) -> Result<(), Box<T>> {
        // SAFETY: As the caller promises; both.
        unsafe {
            if !self.keeps_tight(cache) {
                return self.keep_held(cache, object);
            }
        }
        let count = || cache.count_kept();
        self.depot
            .put_one(cache.shard(), object, &self.budget, count)
    }

    /// # Safety
    ///
    /// As for `take`.
    unsafe fn keep_held(&self, cache: &Cache<T>, object: Box<T>) -> Result<(), Box<T>> {
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
            self.depot.put(cache.index(), older);
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
        let wanted = own.credit().min(self.budget.free() / 16).max(1);
        let drawn = self.budget.draw(wanted.min(most - own.credit().min(most)));
        own.grow(drawn);
        if drawn > 0 || own.len() < 2 {
            return None;
        }
        // Where no credit is left, others find these objects there.
        let older = own.split_oldest(own.len() / 2);
        own.grow(self.budget.draw(older.len()));
        Some(older)
    }

    fn take_aged(&self, cache: &Cache<T>) -> Option<Box<T>> {
        let (object, credit) = self.depot.take_aged()?;
        self.budget.give_back(credit);
        cache.counters.victim_hits.add_owned();
        Some(object)
    }

    /// One object of the depot, whose credit goes back, unless the bound is tight: it is drawn
    /// again if the object comes back.
    #[inline]
    fn take_one(&self, preferred: &UnorderedU64) -> Option<Box<T>> {
        let (object, credit) = self.depot.take_one(preferred, self.is_tight())?;
        self.budget.give_back(credit);
        Some(object)
    }

    /// As `take`, for a thread without a cache, as when its thread-locals are gone.
    pub(in super::super) fn take_uncached(&self) -> Option<Box<T>> {
        if let Some(object) = self.take_one(&self.uncached_shard) {
            self.uncached.depot_hits.add_shared();
            return Some(object);
        }
        let (object, credit) = self.depot.take_aged()?;
        self.budget.give_back(credit);
        self.uncached.victim_hits.add_shared();
        Some(object)
    }

    /// As `keep`, for a thread without a cache.
    pub(in super::super) fn put_uncached(&self, object: Box<T>) -> Result<(), Box<T>> {
        let count = || self.counters.kept.add_shared();
        let shard = &self.uncached_shard;
        self.depot.put_one(shard, object, &self.budget, count)
    }

    /// Sets credit aside for an object that is to be made, if need be what caches hold for later.
    /// `None` if no more objects may be idle.
    pub(in super::super) fn reserve(&self) -> Option<Reserved<'_, T>> {
        if self.budget.draw(1) == 0 {
            self.collect_spare_credit();
            if self.budget.draw(1) == 0 {
                return None;
            }
        }
        Some(Reserved(self))
    }
}

/// The credit for one object, which goes back if none comes.
pub(in super::super) struct Reserved<'engine, T>(&'engine Engine<T>);

impl<T> Reserved<'_, T> {
    pub(in super::super) fn put(self, object: Box<T>) {
        let engine = self.0;
        mem::forget(self);
        let count = || engine.counters.kept.add_shared();
        engine.depot.put_reserved(object, count);
    }
}

impl<T> Drop for Reserved<'_, T> {
    fn drop(&mut self) {
        self.0.budget.give_back(1);
    }
}
