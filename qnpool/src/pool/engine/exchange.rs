//! What an owner does when its loaded magazine does not answer: change the two
//! magazines over, and go to the depot.

use super::cache::{Held, Magazines};
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
        // SAFETY: As the caller promises.
        if unsafe { self.keeps_tight(cache) } {
            let (generation, object) = self.take_any(cache.index())?;
            cache.counters.hits(generation).add_owned();
            return Some(object);
        }
        // SAFETY: As the caller promises.
        let mut held = unsafe { cache.hold(false) };
        let found = held.with(|magazines| {
            if magazines.loaded.is_empty() {
                magazines.swap();
            }
            magazines.loaded.pop()
        });
        if found.is_some() {
            held.count_hit();
            return found;
        }
        let Some(magazine) = self.depot.take(cache.index()) else {
            let aged = self.take_one(Generation::Victim, cache.index())?;
            cache.counters.victim_hits.add_owned();
            return Some(aged);
        };
        let (object, mut older) = held.with(|magazines| {
            let empty = std::mem::replace(&mut magazines.loaded, magazine);
            let older = std::mem::replace(&mut magazines.previous, empty);
            (magazines.loaded.pop(), older)
        });
        self.budget.give_back(older.shed());
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
        // SAFETY: As the caller promises.
        if unsafe { self.keeps_tight(cache) } {
            let count = || cache.count_kept();
            return self
                .depot
                .put_one(cache.index(), object, &self.budget, count);
        }
        // SAFETY: As the caller promises.
        let mut held = unsafe { cache.hold(false) };
        self.keep_held(&mut held, object)
    }

    fn keep_held(&self, held: &mut Held<'_, T>, object: Box<T>) -> Result<(), Box<T>> {
        let cache = held.cache();
        let (kept, surplus) = held.with(|magazines| {
            let surplus = self.make_room(magazines);
            let kept = magazines.loaded.push(object);
            if kept.is_ok() {
                cache.count_kept();
            }
            (kept, surplus)
        });
        if let Some(magazine) = surplus {
            self.depot.put(cache.index(), magazine);
        }
        kept
    }

    /// Sees to it that the loaded magazine has room, if there is credit to be had,
    /// and says what is to go to the depot.
    fn make_room(&self, magazines: &mut Magazines<T>) -> Option<Magazine<T>> {
        if magazines.loaded.has_room() || self.grow(magazines) {
            return None;
        }
        if magazines.previous.has_room() {
            magazines.swap();
            return None;
        }
        if magazines.loaded.credit() < self.magazine_size {
            // No credit is left anywhere. What this thread has in reserve is of more
            // use where others find it.
            return magazines.take_previous();
        }
        let surplus = magazines.take_previous();
        magazines.swap();
        self.grow(magazines);
        surplus
    }

    /// More credit for the loaded magazine, unless it has its full size.
    fn grow(&self, magazines: &mut Magazines<T>) -> bool {
        let missing = self.magazine_size.saturating_sub(magazines.loaded.credit());
        let wanted = missing.min(magazines.next_credit);
        let drawn = if wanted > 0 {
            self.budget.draw(wanted)
        } else {
            0
        };
        if wanted > 0 {
            magazines.next_credit = if drawn == wanted {
                (magazines.next_credit * 2).min(self.magazine_size)
            } else {
                1
            };
        }
        if drawn > 0 {
            magazines.loaded.grow(drawn);
        }
        drawn > 0
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
}

impl<T> Magazines<T> {
    fn swap(&mut self) {
        std::mem::swap(&mut self.loaded, &mut self.previous);
    }

    fn take_previous(&mut self) -> Option<Magazine<T>> {
        let has_objects = !self.previous.is_empty();
        has_objects.then(|| std::mem::replace(&mut self.previous, Magazine::empty()))
    }
}
