//! The caches of a pool: one for each thread that uses it often.
//!
//! Whoever goes through them holds the list as it was, and not its lock: so nobody who reads
//! figures, and no new thread, waits for somebody who goes through it to revoke caches. The list
//! is copied if it changes meanwhile.
//!
//! A cache that its thread has left waits for the next thread, with its counters. What no thread
//! needed from one tick to the next is freed, and what it counted goes to `gone`: in the list
//! itself, so that a reader finds it either there or in the cache.

use std::iter::Flatten;
use std::slice;

use super::Cache;
use super::counters::Counted;
use super::sync::{Arc, Mutex, lock};

pub(super) struct Caches<T>(Mutex<Known<T>>);

/// Not of `sync`: a lock orders what is done with it, and the models need not.
pub(in super::super) type List<T> = std::sync::Arc<Listed<T>>;

struct Known<T> {
    list: List<T>,
    /// Indices that no cache has.
    free: Vec<usize>,
    /// Caches whose threads have exited, the last one last.
    vacant: Vec<Arc<Cache<T>>>,
    /// As few vacant ones as there were since the last tick: the first so many, nobody needed.
    least_vacant: usize,
}

pub(in super::super) struct Listed<T> {
    /// By index.
    caches: Vec<Option<Arc<Cache<T>>>>,
    /// What caches that are gone have counted.
    pub(super) gone: Counted,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            caches: Vec::new(),
            gone: Counted::default(),
        }
    }
}

impl<T> Clone for Listed<T> {
    fn clone(&self) -> Self {
        Self {
            caches: self.caches.clone(),
            gone: self.gone,
        }
    }
}

impl<T> Listed<T> {
    pub(in super::super) fn iter(&self) -> Flatten<slice::Iter<'_, Option<Arc<Cache<T>>>>> {
        self.caches.iter().flatten()
    }
}

impl<T> Caches<T> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Known {
            list: List::default(),
            free: Vec::new(),
            vacant: Vec::new(),
            least_vacant: 0,
        }))
    }

    /// The list as it is now.
    pub(super) fn list(&self) -> List<T> {
        List::clone(&lock(&self.0).list)
    }

    /// The list after `change`, which no new cache misses.
    pub(super) fn list_after(&self, change: impl FnOnce()) -> List<T> {
        let known = lock(&self.0);
        change();
        List::clone(&known.list)
    }

    /// One that an exited thread left, or a new one, made with its index.
    pub(super) fn adopt(&self, make: impl FnOnce(usize) -> Cache<T>) -> Arc<Cache<T>> {
        let mut known = lock(&self.0);
        if let Some(cache) = known.vacant.pop() {
            known.least_vacant = known.least_vacant.min(known.vacant.len());
            return cache;
        }
        let Known { list, free, .. } = &mut *known;
        let listed = List::make_mut(list);
        let index = free.pop().unwrap_or_else(|| {
            listed.caches.push(None);
            listed.caches.len() - 1
        });
        let cache = Arc::new(make(index));
        listed.caches[index] = Some(Arc::clone(&cache));
        cache
    }

    /// The cache of this index; `None` if the pool has been dropped.
    pub(super) fn at(&self, index: usize) -> Option<Arc<Cache<T>>> {
        lock(&self.0).list.caches.get(index)?.clone()
    }

    /// The cache's thread does not use it any more.
    pub(super) fn leave(&self, cache: Arc<Cache<T>>) {
        lock(&self.0).vacant.push(cache);
    }

    /// How many have a thread.
    pub(super) fn owned(&self) -> usize {
        let known = lock(&self.0);
        let unowned = known.free.len() + known.vacant.len();
        known.list.caches.len().saturating_sub(unowned)
    }

    /// Takes off the list, at a tick, what no thread has needed since the last one.
    pub(super) fn remove_unused(&self) -> Vec<Arc<Cache<T>>> {
        let mut known = lock(&self.0);
        let Known {
            list,
            free,
            vacant,
            least_vacant,
        } = &mut *known;
        let unused: Vec<_> = vacant.drain(..*least_vacant).collect();
        vacant.shrink_to_fit();
        *least_vacant = vacant.len();
        if unused.is_empty() {
            return unused;
        }
        let listed = List::make_mut(list);
        for cache in &unused {
            cache.add_takes_to(&mut listed.gone);
            listed.gone.kept += cache.kept();
            listed.caches[cache.index()] = None;
            free.push(cache.index());
        }
        let used = listed.caches.iter().rposition(Option::is_some);
        let len = used.map_or(0, |last| last + 1);
        listed.caches.truncate(len);
        listed.caches.shrink_to_fit();
        free.retain(|index| *index < len);
        free.shrink_to_fit();
        unused
    }

    /// Forgets all, when the pool is dropped.
    pub(super) fn forget(&self) -> List<T> {
        let mut known = lock(&self.0);
        known.vacant.clear();
        known.free.clear();
        let gone = known.list.gone;
        let caches = Vec::new();
        std::mem::replace(&mut known.list, List::new(Listed { caches, gone }))
    }
}
