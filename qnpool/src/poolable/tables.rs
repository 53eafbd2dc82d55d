//! Hash tables, for every hasher.
//!
//! A limit is rounded up to the next size of a table: a table for 4,096 elements has 8,192 buckets
//! and a capacity of 7,168. `FOOTPRINT` includes this. Clearing takes time in proportion to the
//! *capacity*, so a limit also bounds the time of a reset.
//!
//! A table in which elements are removed and others inserted may double, although it never holds
//! more than the limit: removed elements count until the table is rebuilt. Such a use is over the
//! limit. Allowing twice the size instead would double the memory bound of every table.
//!
//! A table without elements may hide its size. `capacity` does not count the places of elements
//! that were removed one by one, and `clear` returns at once: 7,168 keys that are inserted and
//! removed leave 8,192 buckets and a capacity of 0. For an empty table, `shrink_to` is therefore
//! always called; it compares table sizes. Rejected: calling it for every table, which is simpler
//! but cost 45 more instructions per reset.
//!
//! Whether `shrink_to` shrank the table is visible in `capacity`, which is then that of a table for
//! the limit. A larger table that hides its size may happen to have the same capacity before.
//! `drain` restores the capacity of an empty table, so it runs where this is possible.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use super::fill::fill_by_len;
use super::{Footprint, Growable, ResetOutcome, UNBOUNDED};

/// The footprint of a table. The hasher is kept, and the heap memory that it may own is not known.
const fn table<Element, S>() -> Footprint {
    let hasher = if core::mem::needs_drop::<S>() {
        UNBOUNDED
    } else {
        0
    };
    Footprint::hash_table(size_of::<Element>()).plus(hasher)
}

macro_rules! cleared_then_shrunk {
    ($([$($parameter:ident),*] $table:ty, $key:ident, $element:ty;)*) => {$(
        impl<$($parameter,)* S> Growable for $table
        where
            $key: Eq + Hash,
            S: BuildHasher,
        {
            const FOOTPRINT: Footprint = table::<$element, S>();

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                if !self.is_empty() {
                    self.clear();
                    if self.capacity() <= max_capacity {
                        return ResetOutcome::KEPT;
                    }
                } else if self.capacity() >= max_capacity {
                    drop(self.drain());
                }
                let before = self.capacity();
                self.shrink_to(max_capacity);
                ResetOutcome::shrunk_if(self.capacity() != before)
            }

            fill_by_len!();
        }
    )*};
}

cleared_then_shrunk! {
    [K, V] HashMap<K, V, S>, K, (K, V);
    [T] HashSet<T, S>, T, T;
}
