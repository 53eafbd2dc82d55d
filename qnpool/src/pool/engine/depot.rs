//! The depot: what all threads share.
//!
//! It is a row of shards. Each has an `object_pool` store of whole magazines, a mutex over a
//! vector: its lock is taken once for a magazine, and each thread begins with a shard of its own
//! choice, so the locks are seldom contended. At a tick what lies in the shards goes to the
//! *victim*, one shard more, and what was still in the victim is dropped.
//!
//! Beside its store a shard has one *opened* magazine, which objects leave and reach one at a
//! time:
//!
//! - Objects leave the victim so, each for a `get`. With a whole magazine, all of it would look
//!   used, and a pool that once held many objects would keep half of them at each tick. One at
//!   a time, what is left at the next tick is what no `get` needed.
//! - Threads without a cache use it, and all threads while the bound is [tight](super::tight).
//!   Then the credit of an object that leaves stays in the magazine, for the next one that comes.
//!
//! A thread that finds a lock taken tries the other shards before it waits. So a mutex around one
//! vector is what this is at worst, and two threads mostly do not meet.

use std::{iter, mem};

use super::budget::Budget;
use super::magazine::Magazine;
use super::sync::{
    AtomicUsize, Mutex, MutexGuard, Ordering, Store, UnorderedU64, lock, try_lock,
};

/// Where an object of the depot came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Current,
    Victim,
}

pub(super) struct Depot<T> {
    shards: Box<[Shard<T>]>,
    victim: Shard<T>,
}

impl<T> Depot<T> {
    /// `shards` is a power of two.
    pub(super) fn new(shards: usize) -> Self {
        Self {
            shards: (0..shards).map(|_| Shard::new()).collect(),
            victim: Shard::new(),
        }
    }

    pub(super) fn put(&self, shard: usize, magazine: Magazine<T>) {
        let index = shard & (self.shards.len() - 1);
        self.shards[index].put(magazine);
    }

    /// For objects that were not used in the generation that ends.
    pub(super) fn put_aged(&self, magazine: Magazine<T>) {
        self.victim.put(magazine);
    }

    /// A magazine of the current generation, if it need be of so many objects of an opened one.
    pub(super) fn take(&self, shard: usize, objects: usize) -> Option<Magazine<T>> {
        self.from(shard).find_map(|shard| shard.take(objects))
    }

    /// One object of this generation, and the credit that the shard gives up with it: none if
    /// it keeps its credit.
    pub(super) fn take_one(
        &self,
        generation: Generation,
        shard: usize,
        keeps_credit: bool,
    ) -> Option<(Box<T>, usize)> {
        let take = |shard: &Shard<T>, opened: &mut Magazine<T>| {
            if opened.is_empty() {
                shard.open(opened)?;
            }
            let object = opened.pop()?;
            Some((object, if keeps_credit { 0 } else { opened.shed() }))
        };
        let may_have_one = |shard: &Shard<T>| !shard.is_empty();
        match generation {
            Generation::Current => with_opened(|| self.from(shard), may_have_one, take),
            Generation::Victim => with_opened(|| [&self.victim], may_have_one, take),
        }
    }

    /// Keeps one object, with credit that a shard has left or with new credit, and has it counted
    /// before others can take it.
    pub(super) fn put_one(
        &self,
        shard: usize,
        object: Box<T>,
        budget: &Budget,
        count: impl Fn(),
    ) -> Result<(), Box<T>> {
        let mut object = Some(object);
        let put = |_: &Shard<T>, opened: &mut Magazine<T>| {
            if !opened.has_room() {
                opened.grow(budget.draw(1));
            }
            if opened.has_room() {
                count();
                let pushed = opened.push(object.take()?);
                debug_assert!(pushed.is_ok(), "there is room");
            }
            object.is_none().then_some(())
        };
        with_opened(|| self.from(shard), |_| true, put);
        object.map_or(Ok(()), Err)
    }

    /// Ends a generation: empties the victim, and moves to it what is in the shards.
    ///
    /// One tick at a time; the caller sees to it.
    pub(super) fn turn(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let aged = self.victim.drain(budget);
        for shard in &self.shards {
            for magazine in shard.drain(budget) {
                self.victim.put(magazine);
            }
        }
        aged
    }

    pub(super) fn drain(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let all = self.all().flat_map(|shard| shard.drain(budget));
        all.collect()
    }

    /// Gives back the credit of opened magazines that no object uses.
    pub(super) fn shed(&self, budget: &Budget) {
        for shard in self.all() {
            budget.give_back(lock(&shard.opened).shed());
        }
    }

    /// Objects in all shards and the victim.
    pub(super) fn idle(&self) -> usize {
        self.all().map(Shard::idle).sum()
    }

    fn all(&self) -> impl Iterator<Item = &Shard<T>> {
        self.shards.iter().chain([&self.victim])
    }

    /// The shards of the current generation, from this one on.
    fn from(&self, shard: usize) -> impl Iterator<Item = &Shard<T>> {
        let (before, from) = self.shards.split_at(shard & (self.shards.len() - 1));
        from.iter().chain(before)
    }
}

/// On lines of its own: neighbours would slow each other down.
#[repr(align(128))]
struct Shard<T> {
    opened: Mutex<Magazine<T>>,
    /// Objects in the opened magazine, written by whoever has its lock.
    in_opened: UnorderedU64,
    /// Objects in the store or on their way there, so that an empty shard is passed without
    /// its locks.
    in_store: AtomicUsize,
    store: Store<Magazine<T>>,
}

impl<T> Shard<T> {
    fn new() -> Self {
        Self {
            opened: Mutex::new(Magazine::empty()),
            in_opened: UnorderedU64::new(0),
            in_store: AtomicUsize::new(0),
            store: Store::new(),
        }
    }

    fn put(&self, magazine: Magazine<T>) {
        self.in_store.fetch_add(magazine.len(), Ordering::Relaxed);
        self.store.push(magazine);
    }

    /// A whole magazine of the store; else up to so many objects of the opened one, which may be
    /// of any length.
    fn take(&self, objects: usize) -> Option<Magazine<T>> {
        if self.is_empty() {
            return None;
        }
        self.pop().or_else(|| {
            let taken = self.with_opened(lock(&self.opened), |_, opened| {
                opened.split_oldest(objects)
            });
            (!taken.is_empty()).then_some(taken)
        })
    }

    fn pop(&self) -> Option<Magazine<T>> {
        let magazine = self.store.pop()?;
        self.in_store.fetch_sub(magazine.len(), Ordering::Relaxed);
        Some(magazine)
    }

    /// Opens a magazine of the store. All the time the shard shows that it is not empty, or others
    /// would pass it by.
    fn open(&self, opened: &mut Magazine<T>) -> Option<()> {
        let magazine = self.store.pop()?;
        let len = magazine.len();
        self.in_opened.store(len as u64, Ordering::Relaxed);
        self.in_store.fetch_sub(len, Ordering::Release);
        opened.absorb(magazine);
        Some(())
    }

    /// All magazines, without the credit that no object uses.
    fn drain(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let opened = self.with_opened(lock(&self.opened), |_, opened| {
            mem::replace(opened, Magazine::empty())
        });
        let stored = iter::from_fn(|| self.pop());
        let mut magazines: Vec<_> = stored.chain([opened]).collect();
        for magazine in &mut magazines {
            budget.give_back(magazine.shed());
        }
        magazines.retain(|magazine| !magazine.is_empty());
        magazines
    }

    fn with_opened<R>(
        &self,
        mut opened: MutexGuard<'_, Magazine<T>>,
        access: impl FnOnce(&Self, &mut Magazine<T>) -> R,
    ) -> R {
        let result = access(self, &mut opened);
        self.in_opened.store(opened.len() as u64, Ordering::Relaxed);
        result
    }

    fn idle(&self) -> usize {
        let in_store = self.in_store.load(Ordering::Acquire);
        let in_opened = usize::try_from(self.in_opened.load(Ordering::Relaxed));
        in_store + in_opened.unwrap_or(usize::MAX)
    }

    fn is_empty(&self) -> bool {
        self.idle() == 0
    }
}

/// Passes the opened magazines of shards that are `wanted` to `access`, until one has what it
/// looks for. Those that another thread has locked come last.
fn with_opened<'a, T: 'a, I: IntoIterator<Item = &'a Shard<T>>, R>(
    shards: impl Fn() -> I,
    wanted: impl Fn(&Shard<T>) -> bool,
    mut access: impl FnMut(&Shard<T>, &mut Magazine<T>) -> Option<R>,
) -> Option<R> {
    let mut locked = 0_u64;
    for (index, shard) in shards().into_iter().enumerate() {
        if !wanted(shard) {
            continue;
        }
        match try_lock(&shard.opened) {
            Some(opened) => {
                let found = shard.with_opened(opened, &mut access);
                if found.is_some() {
                    return found;
                }
            }
            None => locked |= 1 << index,
        }
    }
    if locked == 0 {
        return None;
    }
    let shards = shards().into_iter().enumerate();
    let locked = shards.filter(|(index, _)| locked & 1 << index != 0);
    locked.into_iter().find_map(|(_, shard)| {
        shard.with_opened(lock(&shard.opened), &mut access)
    })
}
