//! `IndexMap` and `IndexSet`, for every hasher: a vector of entries, and a hash table of indices
//! into it.

use indexmap::{IndexMap, IndexSet};

use crate::poolable::{budget::dropped_bytes, fill::fill_by_len};
use crate::{Footprint, Growable, ResetOutcome};

super::growable! {
    [K, V, S] IndexMap<K, V, S>;
    [T, S] IndexSet<T, S>;
}

/// An element of the vector, as the crate declares it.
struct Entry<K, V> {
    _hash: usize,
    _key: K,
    _value: V,
}

/// The hasher is kept, and the heap memory that it may own is not known.
const fn indexed<K, V, S>() -> Footprint {
    Footprint::indexed(size_of::<Entry<K, V>>(), size_of::<usize>()).plus(dropped_bytes::<S>())
}

/// A reset reports a shrink if `capacity` changed. This is the capacity of the smaller part, and
/// neither part shows its own, so a shrink of only the larger part is not reported. The larger part
/// may be the vector, if the table counts popped elements, or the table, if it doubled because
/// elements were removed and others inserted.
macro_rules! cleared_then_shrunk {
    ($([$($parameter:ident),*] $map:ty, $key:ty, $value:ty;)*) => {$(
        impl<$($parameter),*> Growable for $map {
            const FOOTPRINT: Footprint = indexed::<$key, $value, S>();

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                self.clear();
                let before = self.capacity();
                // Always called; see `hashbrown`.
                self.shrink_to(max_capacity);
                ResetOutcome::shrunk_if(self.capacity() != before)
            }

            fill_by_len!();
        }
    )*};
}

cleared_then_shrunk! {
    [K, V, S] IndexMap<K, V, S>, K, V;
    [T, S] IndexSet<T, S>, T, ();
}
