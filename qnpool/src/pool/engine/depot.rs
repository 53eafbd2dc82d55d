//! The depot: magazines that all threads share, in two generations.
//!
//! A generation is a row of `object_pool` stores, each a mutex over a vector. A lock
//! is taken once for a whole magazine, and each thread has a store of its own choice
//! to begin with, so the locks are seldom contended. At a tick the current generation
//! becomes the victim, and what was still in the old victim is dropped.

use super::magazine::Magazine;
use super::sync::{AtomicUsize, Ordering, Store};

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

    /// The victim comes last, so that it can age out.
    pub(super) fn take(&self, shard: usize) -> Option<(Generation, Magazine<T>)> {
        [Generation::Current, Generation::Victim]
            .into_iter()
            .find_map(|generation| Some((generation, self.shelf(generation).take(shard)?)))
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
    /// Objects in the store or on their way into it, so that an empty shard is
    /// passed without its lock.
    idle: AtomicUsize,
}

impl<T> Shelf<T> {
    fn new(shards: usize) -> Self {
        let shard = || Shard {
            store: Store::new(),
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

    fn take(&self, shard: usize) -> Option<Magazine<T>> {
        let mask = self.shards.len() - 1;
        (0..self.shards.len()).find_map(|step| self.shards[(shard + step) & mask].take())
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
        if self.idle.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let magazine = self.store.pop()?;
        self.idle.fetch_sub(magazine.len(), Ordering::Relaxed);
        Some(magazine)
    }
}
