//! The depot: magazines that all threads share, in two generations.
//!
//! A generation is a row of `object_pool` stores, each a mutex over a vector. A lock
//! is taken once for a whole magazine, and each thread has a store of its own choice
//! to begin with, so the locks are seldom contended. At a tick the current generation
//! becomes the victim, and what was still in the old victim is dropped.
//!
//! Objects leave the victim one at a time, each for a `get`. With a whole magazine, all of it
//! would look used, and a pool that once held many objects would keep half of them at each
//! tick. One at a time, what is left at the next tick is what no `get` needed.

use super::magazine::Magazine;
use super::sync::{AtomicUsize, Mutex, Ordering, Store, lock};

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
        self.shelf(Generation::Current).find_map(shard, Shard::take)
    }

    /// One object of this generation, and the credit that it leaves.
    pub(super) fn take_one(&self, generation: Generation, shard: usize) -> Option<(Box<T>, usize)> {
        self.shelf(generation).find_map(shard, Shard::take_one)
    }

    /// Empties the victim and makes the current generation the victim.
    ///
    /// One tick at a time; the caller sees to it.
    pub(super) fn turn(&self) -> Vec<Magazine<T>> {
        let aged = self.shelf(Generation::Victim).drain();
        self.current.fetch_xor(1, Ordering::AcqRel);
        aged
    }

    pub(super) fn drain(&self) -> Vec<Magazine<T>> {
        let mut magazines = self.generations[0].drain();
        magazines.append(&mut self.generations[1].drain());
        magazines
    }

    /// Objects in both generations.
    pub(super) fn idle(&self) -> usize {
        self.generations.iter().map(Shelf::idle).sum()
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
    store: Store<Magazine<T>>,
    /// The magazine from which objects are taken one at a time.
    opened: Mutex<Magazine<T>>,
    /// Objects in both or on their way there, so that an empty shard is passed without
    /// its locks.
    idle: AtomicUsize,
}

impl<T> Shelf<T> {
    fn new(shards: usize) -> Self {
        let shard = || Shard {
            store: Store::new(),
            opened: Mutex::new(Magazine::empty()),
            idle: AtomicUsize::new(0),
        };
        Self {
            shards: (0..shards).map(|_| shard()).collect(),
        }
    }

    fn put(&self, shard: usize, magazine: Magazine<T>) {
        let shard = &self.shards[shard & (self.shards.len() - 1)];
        shard.idle.fetch_add(magazine.len(), Ordering::Relaxed);
        shard.store.push(magazine);
    }

    /// What is found in the first shard that has it, from this one on.
    fn find_map<R>(&self, shard: usize, take: impl Fn(&Shard<T>) -> Option<R>) -> Option<R> {
        let mask = self.shards.len() - 1;
        (0..self.shards.len()).find_map(|step| take(&self.shards[(shard + step) & mask]))
    }

    fn drain(&self) -> Vec<Magazine<T>> {
        let mut magazines = Vec::new();
        for shard in &self.shards {
            magazines.extend(std::iter::from_fn(|| shard.take()));
        }
        magazines
    }

    fn idle(&self) -> usize {
        let idle = |shard: &Shard<T>| shard.idle.load(Ordering::Relaxed);
        self.shards.iter().map(idle).sum()
    }
}

impl<T> Shard<T> {
    fn take(&self) -> Option<Magazine<T>> {
        if self.is_empty() {
            return None;
        }
        let magazine = self.store.pop().or_else(|| {
            let mut opened = lock(&self.opened);
            let opened = std::mem::replace(&mut *opened, Magazine::empty());
            (!opened.is_empty()).then_some(opened)
        })?;
        self.idle.fetch_sub(magazine.len(), Ordering::Relaxed);
        Some(magazine)
    }

    fn take_one(&self) -> Option<(Box<T>, usize)> {
        if self.is_empty() {
            return None;
        }
        let mut opened = lock(&self.opened);
        if opened.is_empty() {
            *opened = self.store.pop()?;
        }
        let object = opened.pop()?;
        self.idle.fetch_sub(1, Ordering::Relaxed);
        Some((object, opened.shed()))
    }

    fn is_empty(&self) -> bool {
        self.idle.load(Ordering::Relaxed) == 0
    }
}
