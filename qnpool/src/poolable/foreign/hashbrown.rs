//! `HashMap` and `HashSet` for every hasher, and `HashTable`: the tables behind those of `std`.

use core::hash::{BuildHasher, Hash};

use hashbrown::{HashMap, HashSet, HashTable};

use crate::poolable::{budget::dropped_bytes, fill::fill_by_len};
use crate::{Footprint, Growable, ResetOutcome};

super::growable! {
    [K, V, S] HashMap<K, V, S> where [K: Eq + Hash, S: BuildHasher];
    [T, S] HashSet<T, S> where [T: Eq + Hash, S: BuildHasher];
    [T] HashTable<T>;
}

// `shrink_to` is always called, and compares the number of buckets: `capacity` does not count the
// places of removed elements, and `clear` does not restore those of an empty table.

/// The hasher is kept, and the heap memory that it may own is not known.
impl<K: Eq + Hash, V, S: BuildHasher> Growable for HashMap<K, V, S> {
    const FOOTPRINT: Footprint =
        Footprint::hash_table(size_of::<(K, V)>()).plus(dropped_bytes::<S>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let before = self.allocation_size();
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.allocation_size() != before)
    }

    fill_by_len!();
}

/// As [`HashMap`].
impl<T: Eq + Hash, S: BuildHasher> Growable for HashSet<T, S> {
    const FOOTPRINT: Footprint = Footprint::hash_table(size_of::<T>()).plus(dropped_bytes::<S>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let before = self.allocation_size();
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.allocation_size() != before)
    }

    fill_by_len!();
}

impl<T> Growable for HashTable<T> {
    const FOOTPRINT: Footprint = Footprint::hash_table(size_of::<T>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let before = self.allocation_size();
        // The table is empty, so nothing is hashed.
        self.shrink_to(max_capacity, |_| 0);
        ResetOutcome::shrunk_if(self.allocation_size() != before)
    }

    fill_by_len!();
}
