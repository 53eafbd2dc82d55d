//! Containers of single nodes. Clearing frees every node, so nothing is retained and no limit is
//! needed.

use alloc::collections::{BTreeMap, BTreeSet, LinkedList};

use super::Poolable;

macro_rules! cleared {
    ($([$($parameter:ident),*] $type:ty)*) => {$(
        impl<$($parameter),*> Poolable for $type {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                self.clear();
            }
        }
    )*};
}

cleared!([K, V] BTreeMap<K, V> [T] BTreeSet<T> [T] LinkedList<T>);
