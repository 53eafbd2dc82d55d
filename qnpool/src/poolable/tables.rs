//! Hash tables, for every hasher.
//!
//! A limit is rounded up to the table's next size: a table made for 4,096
//! elements has 8,192 buckets and says its capacity is 7,168. `FOOTPRINT`
//! accounts for that. Clearing costs time in proportion to the *capacity*, so a
//! limit bounds the time of a reset as well.
//!
//! A table in which elements are removed and others inserted may double, although it never
//! holds more than the limit: it counts removed elements until it is rebuilt. Such a use is over
//! the limit. To keep a table of twice the size would double the bound of every table.
//!
//! A table without elements may hide its size: `capacity` does not count the places
//! of elements that were removed one by one, and `clear` returns at once. 7,168 keys
//! put in and taken out again leave 8,192 buckets and a capacity of 0. There,
//! `shrink_to` is called in any case; it compares table sizes. Always calling it, which
//! would be simpler, cost 45 instructions more a reset.
//!
//! Whether `shrink_to` shrank the table shows in `capacity`, which is then that of a table
//! made for the limit. It can be the same before, by chance, if a larger table hides its size.
//! `drain` shows the size of an empty table, so it runs where that can be.

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
