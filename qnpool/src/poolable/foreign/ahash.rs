//! `AHashMap` and `AHashSet`, which wrap the tables of `std`.

use core::hash::{BuildHasher, Hash};
use std::collections::{HashMap, HashSet};

use ahash::{AHashMap, AHashSet};

use crate::{Fill, Footprint, Growable, ResetOutcome};

super::growable! {
    [K, V, S] AHashMap<K, V, S> where [K: Eq + Hash, S: BuildHasher];
    [T, S] AHashSet<T, S> where [T: Eq + Hash, S: BuildHasher];
}

macro_rules! as_inside {
    ($([$($parameter:ident),*] $table:ty, $key:ident, $inside:ty;)*) => {$(
        impl<$($parameter,)* S> Growable for $table
        where
            $key: Eq + Hash,
            S: BuildHasher,
        {
            const FOOTPRINT: Footprint = <$inside>::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                (**self).reset_within(max_capacity)
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                (**self).fill()
            }
        }
    )*};
}

as_inside! {
    [K, V] AHashMap<K, V, S>, K, HashMap<K, V, S>;
    [T] AHashSet<T, S>, T, HashSet<T, S>;
}
