//! `IndexMap` and `IndexSet`, for every hasher: a vector of entries, and a hash
//! table of indices into it.

use indexmap::{IndexMap, IndexSet};

use crate::poolable::{budget::dropped_bytes, fill::fill_by_len};
use crate::{Footprint, Growable, ResetOutcome};

super::growable! {
    [K, V, S] IndexMap<K, V, S>;
    [T, S] IndexSet<T, S>;
}

/// What lies in the vector, as the crate declares it.
struct Entry<K, V> {
    _hash: usize,
    _key: K,
    _value: V,
}

/// The hasher is kept; what it may own on the heap is not known.
const fn indexed<K, V, S>() -> Footprint {
    Footprint::indexed(size_of::<Entry<K, V>>(), size_of::<usize>()).plus(dropped_bytes::<S>())
}

impl<K, V, S> Growable for IndexMap<K, V, S> {
    const FOOTPRINT: Footprint = indexed::<K, V, S>();

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let before = self.capacity();
        // Always: `capacity` is that of the smaller part, and less after removals.
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.capacity() != before)
    }

    fill_by_len!();
}

impl<T, S> Growable for IndexSet<T, S> {
    const FOOTPRINT: Footprint = indexed::<T, (), S>();

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.clear();
        let before = self.capacity();
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.capacity() != before)
    }

    fill_by_len!();
}
