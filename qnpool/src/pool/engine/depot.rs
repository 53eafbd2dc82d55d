//! The depot: what all threads share.
//!
//! It is a row of [shards](super::shard), so that threads seldom meet at a lock: each thread begins
//! with a shard of its own choice. At a tick what lies in the shards goes to the *victim*, one
//! shard more, and what was still in the victim is dropped. Objects leave the victim one at a time,
//! each for a `get`: with a whole magazine, all of it would look used, and a pool that once held
//! many objects would keep half of them at each tick.
//!
//! Where objects travel one at a time and a shard has none, or no credit for one, half of what
//! another has is moved there: so threads that need as much as there is do not meet at each object. A thread that finds the lock
//! of its shard taken goes on with another shard from then on. It waits for a lock only if no
//! other shard has what it needs. So a mutex around one vector is what this is at worst, and two
//! threads mostly do not meet.

use std::ops::Range;
use std::{iter, ptr};

use super::budget::Budget;
use super::magazine::Magazine;
use super::shard::{Opened, Shard};
use super::sync::{OnceLock, Ordering, UnorderedU64};

pub(super) struct Depot<T> {
    /// The only one until a thread has a cache. What is left there then goes to the others as they
    /// need it: it shares its lines with what each operation reads.
    first: Shard<T>,
    /// Not of `sync`: models start threads when these are there.
    others: std::sync::OnceLock<Box<[Spaced<Shard<T>>]>>,
    victim: OnceLock<Box<Shard<T>>>,
}

/// On lines of its own: neighbours would slow each other down.
#[repr(align(128))]
struct Spaced<S>(S);

impl<T> Depot<T> {
    pub(super) fn new() -> Self {
        Self {
            first: Shard::new(),
            others: std::sync::OnceLock::new(),
            victim: OnceLock::new(),
        }
    }

    /// Sees to it that there are so many shards, a power of two, for threads with caches.
    pub(super) fn spread(&self, shards: usize) {
        self.others
            .get_or_init(|| (0..shards).map(|_| Spaced(Shard::new())).collect());
    }

    pub(super) fn put(&self, shard: usize, magazine: Magazine<T>) {
        self.shard(shard as u64).put(magazine);
    }

    /// For objects that were not used in the generation that ends.
    pub(super) fn put_aged(&self, magazine: Magazine<T>) {
        let victim = self.victim.get_or_init(|| Box::new(Shard::new()));
        victim.put(magazine);
    }

    /// A magazine of the current generation, if it need be of so many objects of an opened one.
    pub(super) fn take(&self, shard: usize, objects: usize) -> Option<Magazine<T>> {
        let mut from = self.numbers_from(shard as u64);
        let found = from.find_map(|number| self.shard(number).take(objects));
        found.or_else(|| self.first.take(objects))
    }

    /// One object, and the credit that the shard gives up with it: none if it keeps its credit.
    pub(super) fn take_one(
        &self,
        preferred: &UnorderedU64,
        keeps_credit: bool,
    ) -> Option<(Box<T>, usize)> {
        let may_help = |shard: &Shard<T>| !shard.is_empty();
        let refill = |own: &mut Opened<'_, T>, other: &mut Opened<'_, T>| {
            other.open_if_empty();
            let half = other.len().div_ceil(2);
            own.absorb(other.split_oldest(half));
        };
        self.with_opened(preferred, may_help, refill, |opened| {
            opened.take_one(keeps_credit)
        })
    }

    /// One object of the victim, and its credit.
    pub(super) fn take_aged(&self) -> Option<(Box<T>, usize)> {
        let victim = self.victim.get().filter(|victim| !victim.is_empty())?;
        victim.opened().take_one(false)
    }

    /// Keeps one object, with credit that a shard has left or with new credit, and has it counted
    /// before others can take it.
    pub(super) fn put_one(
        &self,
        preferred: &UnorderedU64,
        object: Box<T>,
        budget: &Budget,
        count: impl Fn(),
    ) -> Result<(), Box<T>> {
        let mut object = Some(object);
        let refill = |own: &mut Opened<'_, T>, other: &mut Opened<'_, T>| {
            own.grow(other.give_half_of_spare());
        };
        // Where all that may wait do, no shard has credit.
        let may_help = |_: &Shard<T>| self.idle() < budget.max_idle();
        self.with_opened(preferred, may_help, refill, |opened| {
            if !opened.has_room() {
                opened.grow(budget.draw(1));
            }
            if opened.has_room() {
                count();
                let pushed = opened.push(object.take()?);
                debug_assert!(pushed.is_ok(), "there is room");
            }
            object.is_none().then_some(())
        });
        object.map_or(Ok(()), Err)
    }

    /// Keeps an object whose credit has been drawn.
    pub(super) fn put_reserved(&self, object: Box<T>, count: impl FnOnce()) {
        let mut opened = self.shard(0).opened();
        opened.grow(1);
        count();
        let pushed = opened.push(object);
        debug_assert!(pushed.is_ok(), "there is room");
    }

    /// Ends a generation: empties the victim, and moves to it what is in the shards.
    ///
    /// One tick at a time; the caller sees to it.
    pub(super) fn turn(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let mut aged = Vec::new();
        if let Some(victim) = self.victim.get() {
            victim.drain(budget, |magazine| aged.push(magazine));
        }
        for shard in self.shards() {
            shard.drain(budget, |magazine| self.put_aged(magazine));
        }
        aged
    }

    /// Passes on all that there is.
    pub(super) fn drain(&self, budget: &Budget, mut pass_on: impl FnMut(Magazine<T>)) {
        for shard in self.all() {
            shard.drain(budget, &mut pass_on);
        }
    }

    /// Gives back the credit of opened magazines that no object uses.
    pub(super) fn shed(&self, budget: &Budget) {
        for shard in self.all() {
            budget.give_back(shard.opened().shed());
        }
    }

    /// Objects in all shards and the victim.
    pub(super) fn idle(&self) -> usize {
        self.all().map(Shard::idle).sum()
    }

    /// Those of the current generation.
    fn shards(&self) -> impl Iterator<Item = &Shard<T>> {
        let others = self.others.get().into_iter().flatten();
        iter::once(&self.first).chain(others.map(|shard| &shard.0))
    }

    fn all(&self) -> impl Iterator<Item = &Shard<T>> {
        self.shards()
            .chain(self.victim.get().map(|victim| &**victim))
    }

    /// Of any number, as numbers go round.
    #[inline]
    fn shard(&self, number: u64) -> &Shard<T> {
        match self.others.get() {
            Some(others) => {
                let mask = others.len() - 1;
                &others[usize::try_from(number).unwrap_or(0) & mask].0
            }
            None => &self.first,
        }
    }

    /// The numbers of all shards that have one, this one first.
    fn numbers_from(&self, number: u64) -> Range<u64> {
        let others = self.others.get().map_or(1, |others| others.len());
        number..number + others as u64
    }

    /// Passes an opened magazine to `access`: that of the preferred shard, if need be after `refill`
    /// has moved half of what another shard has there, if that `may_help`.
    #[inline]
    fn with_opened<R>(
        &self,
        preferred: &UnorderedU64,
        may_help: impl Fn(&Shard<T>) -> bool,
        refill: impl Fn(&mut Opened<'_, T>, &mut Opened<'_, T>),
        mut access: impl FnMut(&mut Opened<'_, T>) -> Option<R>,
    ) -> Option<R> {
        let own = self.shard(preferred.load(Ordering::Relaxed));
        let mut opened = match own.try_opened() {
            Some(opened) => opened,
            None => match self.with_other(preferred, &may_help, &mut access) {
                Some(found) => return Some(found),
                None => own.opened(),
            },
        };
        let found = access(&mut opened);
        if found.is_some() || self.others.get().is_none() {
            return found;
        }
        self.with_refilled(own, opened, may_help, refill, access)
    }

    /// Where the preferred shard has not what `access` looks for.
    ///
    /// The other magazine is locked before the first is released, or the first only if it is free:
    /// so what moves is always seen in one of them, and two threads that refill from each other's
    /// do not wait for each other.
    #[cold]
    fn with_refilled<R>(
        &self,
        own: &Shard<T>,
        mut opened: Opened<'_, T>,
        may_help: impl Fn(&Shard<T>) -> bool,
        refill: impl Fn(&mut Opened<'_, T>, &mut Opened<'_, T>),
        mut access: impl FnMut(&mut Opened<'_, T>) -> Option<R>,
    ) -> Option<R> {
        let others = self.shards();
        let others = others.filter(|shard| !ptr::eq(*shard, own) && may_help(shard));
        let mut locked = Vec::new();
        for shard in others {
            let Some(mut other) = shard.try_opened() else {
                locked.push(shard);
                continue;
            };
            refill(&mut opened, &mut other);
            drop(other);
            let found = access(&mut opened);
            if found.is_some() {
                return found;
            }
        }
        drop(opened);
        locked.into_iter().find_map(|shard| {
            let mut other = shard.opened();
            if let Some(mut own) = own.try_opened() {
                refill(&mut own, &mut other);
                access(&mut own)
            } else {
                access(&mut other)
            }
        })
    }

    /// Where another thread has the preferred shard.
    #[cold]
    fn with_other<R>(
        &self,
        preferred: &UnorderedU64,
        may_help: impl Fn(&Shard<T>) -> bool,
        mut access: impl FnMut(&mut Opened<'_, T>) -> Option<R>,
    ) -> Option<R> {
        let mut others = self.numbers_from(preferred.load(Ordering::Relaxed)).skip(1);
        others.find_map(|number| {
            let shard = self.shard(number);
            let mut opened = may_help(shard).then(|| shard.try_opened())??;
            let found = access(&mut opened)?;
            preferred.store(number, Ordering::Relaxed);
            Some(found)
        })
    }
}
