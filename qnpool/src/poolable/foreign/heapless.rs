//! Containers of fixed capacity, without heap memory of their own.

use core::hash::{BuildHasher, Hash};

use heapless::binary_heap::Kind;
use heapless::{
    BinaryHeap, CString, Deque, HistoryBuf, IndexMap, IndexSet, LenType, LinearMap, String, Vec,
};

use crate::Poolable;
use crate::poolable::budget::dropped_bytes;

super::cleared! {
    [T, L: LenType, const N: usize] Vec<T, N, L>;
    [L: LenType, const N: usize] String<N, L>;
    [T, const N: usize] Deque<T, N>;
    [T, const N: usize] HistoryBuf<T, N>;
    [T: Ord, K: Kind, const N: usize] BinaryHeap<T, K, N>;
    [K: Eq, V, const N: usize] LinearMap<K, V, N>;
}

super::replaced!([L: LenType, const N: usize] CString<N, L>;);

/// The hasher is kept, and the heap memory that it may own is not known.
impl<K: Eq + Hash, V, S: BuildHasher, const N: usize> Poolable for IndexMap<K, V, S, N> {
    const MAX_RETAINED_BYTES: usize = dropped_bytes::<S>();

    #[inline]
    fn reset(&mut self) {
        self.clear();
    }
}

/// As [`IndexMap`].
impl<T: Eq + Hash, S: BuildHasher, const N: usize> Poolable for IndexSet<T, S, N> {
    const MAX_RETAINED_BYTES: usize = dropped_bytes::<S>();

    #[inline]
    fn reset(&mut self) {
        self.clear();
    }
}
