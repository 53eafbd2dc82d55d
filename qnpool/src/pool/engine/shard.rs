//! A shard of the depot.
//!
//! It has an `object_pool` store of whole magazines, a mutex over a vector, whose lock is taken once
//! for a magazine. Beside it is one *opened* magazine, which objects leave and reach one at a time:
//! those of threads without a cache, and of all threads while the bound is [tight](super::tight).
//! Then the credit of an object that leaves stays in the magazine, for the next one that comes.

use std::ops::{Deref, DerefMut};
use std::{iter, mem};

use super::budget::Budget;
use super::magazine::Magazine;
use super::sync::{AtomicUsize, Mutex, MutexGuard, Ordering, Store, UnorderedU64, lock, try_lock};

/// One of several places where idle objects wait for any thread.
pub(super) struct Shard<T> {
    opened: Mutex<Magazine<T>>,
    /// Objects in the opened magazine, written by whoever has its lock.
    in_opened: UnorderedU64,
    /// Objects in the store or on their way there, so that an empty shard is passed without
    /// its locks.
    in_store: AtomicUsize,
    store: Store<Magazine<T>>,
}

impl<T> Shard<T> {
    pub(super) fn new() -> Self {
        Self {
            opened: Mutex::new(Magazine::empty()),
            in_opened: UnorderedU64::new(0),
            in_store: AtomicUsize::new(0),
            store: Store::new(),
        }
    }

    pub(super) fn put(&self, magazine: Magazine<T>) {
        self.in_store.fetch_add(magazine.len(), Ordering::Relaxed);
        self.store.push(magazine);
    }

    /// A whole magazine of the store; else up to so many objects of the opened one, which may be
    /// of any length.
    pub(super) fn take(&self, objects: usize) -> Option<Magazine<T>> {
        if self.is_empty() {
            return None;
        }
        self.pop().or_else(|| {
            let taken = self.opened().split_oldest(objects);
            (!taken.is_empty()).then_some(taken)
        })
    }

    fn pop(&self) -> Option<Magazine<T>> {
        let magazine = self.store.pop()?;
        self.in_store.fetch_sub(magazine.len(), Ordering::Relaxed);
        Some(magazine)
    }

    /// Passes on all magazines, without the credit that no object uses, and with no lock.
    pub(super) fn drain(&self, budget: &Budget, mut pass_on: impl FnMut(Magazine<T>)) {
        let opened = mem::replace(&mut *self.opened(), Magazine::empty());
        let stored = iter::from_fn(|| self.pop());
        for mut magazine in stored.chain([opened]) {
            budget.give_back(magazine.shed());
            if !magazine.is_empty() {
                pass_on(magazine);
            }
        }
    }

    pub(super) fn opened(&self) -> Opened<'_, T> {
        Opened {
            shard: self,
            magazine: lock(&self.opened),
        }
    }

    /// None if another thread has it.
    #[inline]
    pub(super) fn try_opened(&self) -> Option<Opened<'_, T>> {
        let magazine = try_lock(&self.opened)?;
        Some(Opened {
            shard: self,
            magazine,
        })
    }

    pub(super) fn idle(&self) -> usize {
        let in_store = self.in_store.load(Ordering::Acquire);
        let in_opened = usize::try_from(self.in_opened.load(Ordering::Relaxed));
        in_store + in_opened.unwrap_or(usize::MAX)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.idle() == 0
    }
}

/// A shard's opened magazine, by its lock.
pub(super) struct Opened<'a, T> {
    shard: &'a Shard<T>,
    magazine: MutexGuard<'a, Magazine<T>>,
}

impl<T> Opened<'_, T> {
    pub(super) fn take_one(&mut self, keeps_credit: bool) -> Option<(Box<T>, usize)> {
        self.open_if_empty();
        let object = self.pop()?;
        Some((object, if keeps_credit { 0 } else { self.shed() }))
    }

    /// Opens another magazine of the store. All the time the shard shows that it is not empty, or
    /// others would pass it by.
    pub(super) fn open_if_empty(&mut self) {
        if !self.is_empty() {
            return;
        }
        if let Some(magazine) = self.shard.store.pop() {
            let len = magazine.len();
            self.shard.in_opened.store(len as u64, Ordering::Relaxed);
            self.shard.in_store.fetch_sub(len, Ordering::Release);
            self.absorb(magazine);
        }
    }
}

impl<T> Drop for Opened<'_, T> {
    fn drop(&mut self) {
        let len = self.magazine.len() as u64;
        self.shard.in_opened.store(len, Ordering::Relaxed);
    }
}

impl<T> Deref for Opened<'_, T> {
    type Target = Magazine<T>;

    fn deref(&self) -> &Magazine<T> {
        &self.magazine
    }
}

impl<T> DerefMut for Opened<'_, T> {
    fn deref_mut(&mut self) -> &mut Magazine<T> {
        &mut self.magazine
    }
}
