//! The depot: what all threads share, in two generations.
//!
//! A generation is a row of shards. Each has an `object_pool` store of whole magazines, a mutex
//! over a vector: its lock is taken once for a magazine, and each thread begins with a shard of
//! its own choice, so the locks are seldom contended. At a tick the current generation
//! becomes the victim, and what was still in the old victim is dropped.
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

use super::budget::Budget;
use super::magazine::Magazine;
use super::sync::{AtomicUsize, Mutex, Ordering, Store, UnorderedU64, lock, try_lock};

/// Which generation a magazine came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Current,
    Victim,
}

pub(super) struct Depot<T> {
    generations: [Shelf<T>; 2],
    /// Index of the current generation. A thread that read it before a tick puts its
    /// magazine into the victim, where it merely ages sooner.
    current: AtomicUsize,
}

impl<T> Depot<T> {
    /// `shards` is a power of two.
    pub(super) fn new(shards: usize) -> Self {
        Self {
            generations: [Shelf::new(shards), Shelf::new(shards)],
            current: AtomicUsize::new(0),
        }
    }

    pub(super) fn put(&self, shard: usize, magazine: Magazine<T>) {
        self.shelf(Generation::Current).put(shard, magazine);
    }

    /// For objects that were not used in the generation that ends.
    pub(super) fn put_aged(&self, shard: usize, magazine: Magazine<T>) {
        self.shelf(Generation::Victim).put(shard, magazine);
    }

    /// A magazine of the current generation.
    pub(super) fn take(&self, shard: usize) -> Option<Magazine<T>> {
        self.shelf(Generation::Current).take(shard)
    }

    /// One object of this generation, and the credit that the shard gives up with it: none if
    /// it keeps its credit.
    pub(super) fn take_one(
        &self,
        generation: Generation,
        shard: usize,
        keeps_credit: bool,
    ) -> Option<(Box<T>, usize)> {
        let may_have_one = |shard: &Shard<T>| !shard.is_empty();
        let of_generation = self.shelf(generation);
        of_generation.with_opened(shard, may_have_one, |shard, opened| {
            if opened.is_empty() {
                opened.absorb(shard.pop()?);
            }
            let object = opened.pop()?;
            Some((object, if keeps_credit { 0 } else { opened.shed() }))
        })
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
        let current = self.shelf(Generation::Current);
        current.with_opened(
            shard,
            |_| true,
            |_, opened| {
                if !opened.has_room() {
                    opened.grow_amortized(budget.draw(1));
                }
                if opened.has_room() {
                    count();
                    let pushed = opened.push(object.take()?);
                    debug_assert!(pushed.is_ok(), "there is room");
                }
                object.is_none().then_some(())
            },
        );
        object.map_or(Ok(()), Err)
    }

    /// Empties the victim and makes the current generation the victim.
    ///
    /// One tick at a time; the caller sees to it.
    pub(super) fn turn(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let aged = self.shelf(Generation::Victim).drain(budget);
        self.current.fetch_xor(1, Ordering::AcqRel);
        self.shed(budget);
        aged
    }

    pub(super) fn drain(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let mut magazines = self.generations[0].drain(budget);
        magazines.append(&mut self.generations[1].drain(budget));
        magazines
    }

    /// Gives back the credit of opened magazines that no object uses.
    pub(super) fn shed(&self, budget: &Budget) {
        for shard in self.generations.iter().flat_map(|shelf| &shelf.shards) {
            budget.give_back(lock(&shard.opened).shed());
        }
    }

    /// Objects in both generations.
    pub(super) fn idle(&self) -> usize {
        let shards = self.generations.iter().flat_map(|shelf| &shelf.shards);
        shards.map(Shard::idle).sum()
    }

    fn shelf(&self, generation: Generation) -> &Shelf<T> {
        let current = self.current.load(Ordering::Acquire);
        match generation {
            Generation::Current => &self.generations[current],
            Generation::Victim => &self.generations[1 - current],
        }
    }
}

/// One generation.
struct Shelf<T> {
    shards: Box<[Shard<T>]>,
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

impl<T> Shelf<T> {
    fn new(shards: usize) -> Self {
        let shard = || Shard {
            opened: Mutex::new(Magazine::empty()),
            in_opened: UnorderedU64::new(0),
            in_store: AtomicUsize::new(0),
            store: Store::new(),
        };
        Self {
            shards: (0..shards).map(|_| shard()).collect(),
        }
    }

    fn put(&self, shard: usize, magazine: Magazine<T>) {
        let shard = &self.shards[shard & (self.shards.len() - 1)];
        shard.in_store.fetch_add(magazine.len(), Ordering::Relaxed);
        shard.store.push(magazine);
    }

    fn take(&self, shard: usize) -> Option<Magazine<T>> {
        self.from(shard).find_map(Shard::take)
    }

    /// All shards, from this one on.
    fn from(&self, shard: usize) -> impl Iterator<Item = &Shard<T>> {
        let mask = self.shards.len() - 1;
        (0..self.shards.len()).map(move |step| &self.shards[(shard + step) & mask])
    }

    /// Passes opened magazines of shards that are `wanted` to `access`, from this one on, until
    /// one has what it looks for. Those that another thread has locked come last.
    fn with_opened<R>(
        &self,
        shard: usize,
        wanted: impl Fn(&Shard<T>) -> bool,
        mut access: impl FnMut(&Shard<T>, &mut Magazine<T>) -> Option<R>,
    ) -> Option<R> {
        let mut locked = 0_u64;
        for (index, shard) in self.from(shard).enumerate() {
            if !wanted(shard) {
                continue;
            }
            let Some(mut opened) = try_lock(&shard.opened) else {
                locked |= 1 << index;
                continue;
            };
            let found = access(shard, &mut opened);
            shard.note_opened(&opened);
            if found.is_some() {
                return found;
            }
        }
        if locked == 0 {
            return None;
        }
        self.from(shard).enumerate().find_map(|(index, shard)| {
            if locked & 1 << index == 0 {
                return None;
            }
            let mut opened = lock(&shard.opened);
            let found = access(shard, &mut opened);
            shard.note_opened(&opened);
            found
        })
    }

    fn drain(&self, budget: &Budget) -> Vec<Magazine<T>> {
        let mut magazines = Vec::new();
        for shard in &self.shards {
            magazines.extend(std::iter::from_fn(|| shard.take()));
        }
        for magazine in &mut magazines {
            budget.give_back(magazine.shed());
        }
        magazines
    }
}

impl<T> Shard<T> {
    /// A whole magazine, the opened one if there is no other.
    fn take(&self) -> Option<Magazine<T>> {
        if self.is_empty() {
            return None;
        }
        self.pop().or_else(|| {
            let mut opened = lock(&self.opened);
            if opened.is_empty() {
                return None;
            }
            let taken = std::mem::replace(&mut *opened, Magazine::empty());
            self.note_opened(&opened);
            Some(taken)
        })
    }

    fn pop(&self) -> Option<Magazine<T>> {
        let magazine = self.store.pop()?;
        self.in_store.fetch_sub(magazine.len(), Ordering::Relaxed);
        Some(magazine)
    }

    fn note_opened(&self, opened: &Magazine<T>) {
        self.in_opened.store(opened.len() as u64, Ordering::Relaxed);
    }

    fn idle(&self) -> usize {
        let opened = usize::try_from(self.in_opened.load(Ordering::Relaxed));
        opened.unwrap_or(usize::MAX) + self.in_store.load(Ordering::Relaxed)
    }

    fn is_empty(&self) -> bool {
        self.idle() == 0
    }
}
