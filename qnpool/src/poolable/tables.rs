//! Hash tables, for every hasher.
//!
//! A limit is rounded up to the table's next size: a table made for 4,096
//! elements has 8,192 buckets and says its capacity is 7,168. `FOOTPRINT`
//! accounts for that. Clearing costs time in proportion to the *capacity*, so a
//! limit bounds the time of a reset as well.
//!
//! A table without elements may hide its size: `capacity` does not count the places
//! of elements that were removed one by one, and `clear` returns at once. 7,168 keys
//! put in and taken out again leave 8,192 buckets and a capacity of 0. There,
//! `shrink_to` is asked in any case; it compares table sizes. Always to ask it, which
//! would be simpler, cost 45 instructions more a reset.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use super::fill::fill_by_len;
use super::{Footprint, Growable, ResetOutcome, UNBOUNDED};

/// The hasher is kept; what it may own on the heap is not known.
const fn table<Element, S>() -> Footprint {
    let hasher = if core::mem::needs_drop::<S>() {
        UNBOUNDED
    } else {
        0
    };
    Footprint::hash_table(size_of::<Element>()).plus(hasher)
}

impl<K, V, S> Growable for HashMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    const FOOTPRINT: Footprint = table::<(K, V), S>();

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        let hides_capacity = self.is_empty();
        self.clear();
        if !hides_capacity && self.capacity() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        let before = self.capacity();
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.capacity() != before)
    }

    fill_by_len!();
}

impl<T, S> Growable for HashSet<T, S>
where
    T: Eq + Hash,
    S: BuildHasher,
{
    const FOOTPRINT: Footprint = table::<T, S>();

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        let hides_capacity = self.is_empty();
        self.clear();
        if !hides_capacity && self.capacity() <= max_capacity {
            return ResetOutcome::KEPT;
        }
        let before = self.capacity();
        self.shrink_to(max_capacity);
        ResetOutcome::shrunk_if(self.capacity() != before)
    }

    fill_by_len!();
}
