//! What a reset keeps, for each growable type: a use within the limit keeps its allocation,
//! and what a reset frees is what it reports.

use std::cell::{Cell, RefCell};
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, RwLock};

use ahash::{AHashMap, AHashSet};
use bumpalo::Bump;
use bytes::{BufMut, BytesMut};
use compact_str::CompactString;
use fixedbitset::FixedBitSet;
use http::header::{HeaderMap, HeaderName};
use indexmap::{IndexMap, IndexSet};
use proptest::prelude::*;
use qnpool::{Bounded, Growable, Pool, Poolable, RecyclingVec};
use slab::Slab;
use smallvec::SmallVec;
use tinyvec::TinyVec;

mod counting;
use counting::{allocations, owned_by_this_thread};

type FixedHasher = BuildHasherDefault<DefaultHasher>;

const LARGEST_LIMIT: usize = 6000;

/// Limits about which capacities are rounded.
const LIMITS: &[usize] = &[
    1, 2, 3, 4, 5, 7, 8, 9, 14, 15, 16, 17, 24, 25, 31, 32, 33, 64, 100, 448, 449, 1000, 3584,
    4032, 4033, 4096, 6000,
];

/// Cloning one allocates nothing.
static NAMES: LazyLock<Vec<HeaderName>> = LazyLock::new(|| {
    let name = |key| HeaderName::from_static(format!("x-{key}").leak());
    (0..2 * LARGEST_LIMIT).map(name).collect()
});

/// After three uses of a size within the limit, a use of that size or less allocates nothing,
/// and its reset shrinks nothing.
fn keeps_its_allocation<C: Growable + Default>(limit: usize, fill: fn(&mut C, usize)) {
    for used in [1, limit / 2, limit * 2 / 3, limit] {
        let mut container = C::default();
        for _ in 0..3 {
            fill(&mut container, used);
            let _ = container.reset_within(limit);
        }
        let mut shrinks = 0;
        let allocations = allocations(|| {
            for used in [used, used, used / 2, 0, used] {
                fill(&mut container, used);
                shrinks += container.reset_within(limit).shrinks();
            }
        });
        let container = std::any::type_name::<C>();
        assert_eq!(
            (allocations, shrinks),
            (0, 0),
            "{container}, limit {limit}, used {used}"
        );
    }
}

/// A reset reports a shrink if it leaves less memory than there was, and only then.
fn reports_what_it_frees<C: Growable + Default>(
    uses: &[(usize, usize)],
    fill: fn(&mut C, usize),
) -> Result<(), TestCaseError> {
    let mut container = C::default();
    for &(limit, used) in uses {
        fill(&mut container, used);
        let before = owned_by_this_thread();
        let outcome = container.reset_within(limit);
        let freed = before - owned_by_this_thread();
        prop_assert_eq!(
            outcome.shrinks() > 0,
            freed > 0,
            "{} freed {} bytes: limit {}, used {}",
            std::any::type_name::<C>(),
            freed,
            limit,
            used
        );
    }
    Ok(())
}

/// A pool counts one shrink for each of 500 uses over the limit of a field.
macro_rules! counts_each_use_over_the_limit {
    ($container:ty, $fill:expr, $per_use:expr) => {{
        #[derive(Default, Poolable)]
        struct Object {
            #[pool(max_capacity = 64)]
            field: $container,
        }

        let pool = Pool::<Object>::new();
        let fill: fn(&mut $container, usize) = $fill;
        for _ in 0..500 {
            fill(&mut pool.get().field, 640);
        }
        assert_eq!(pool.stats().shrinks, 500 * $per_use);
    }};
}

/// How many elements are pushed at a time does not matter, so they are pushed one by one: then
/// a container grows in steps of its own.
macro_rules! growable {
    ($($name:ident: $container:ty, $fill:expr $(, $per_use:literal)?;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn keeps_its_allocation_within_the_limit() {
                let fill: fn(&mut $container, usize) = $fill;
                for &limit in LIMITS {
                    keeps_its_allocation(limit, fill);
                }
            }

            proptest! {
                #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]
                #[test]
                fn keeps_its_allocation_within_any_limit(limit in 1..=LARGEST_LIMIT) {
                    keeps_its_allocation::<$container>(limit, $fill);
                }
            }

            proptest! {
                #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]
                #[test]
                fn reports_what_it_frees(
                    uses in prop::collection::vec((0usize..200, 0usize..400), 1..10),
                ) {
                    super::reports_what_it_frees::<$container>(&uses, $fill)?;
                }
            }

            #[test]
            fn counts_each_use_over_the_limit() {
                counts_each_use_over_the_limit!($container, $fill, 1 $(* $per_use)?);
            }
        }
    )*};
}

fn numbers(count: usize) -> impl Iterator<Item = u32> {
    0..u32::try_from(count).unwrap()
}

growable! {
    vec: Vec<u64>, |vec, n| (0..n).for_each(|_| vec.push(7));
    vec_of_three_bytes: Vec<[u8; 3]>, |vec, n| (0..n).for_each(|_| vec.push([7; 3]));
    deque: VecDeque<u16>, |deque, n| (0..n).for_each(|_| deque.push_front(7));
    heap: BinaryHeap<u32>, |heap, n| numbers(n).for_each(|number| heap.push(number));
    string: String, |string, n| (0..n).for_each(|_| string.push('x'));
    os_string: OsString, |string, n| (0..n).for_each(|_| string.push("x"));
    path: PathBuf, |path, n| (0..n).for_each(|_| path.as_mut_os_string().push("x"));
    map: HashMap<u32, u64, FixedHasher>, |map, n| numbers(n).for_each(|key| _ = map.insert(key, 7));
    map_of_bytes: HashMap<u32, u8, FixedHasher>, |map, n| numbers(n).for_each(|key| _ = map.insert(key, 7));
    set: HashSet<u32, FixedHasher>, |set, n| numbers(n).for_each(|key| _ = set.insert(key));
    set_of_units: HashSet<u16, FixedHasher>, |set, n| {
        numbers(n).for_each(|key| _ = set.insert(u16::try_from(key).unwrap()));
    };
    map_emptied_by_key: HashMap<u32, u64, FixedHasher>, |map, n| {
        numbers(n).for_each(|key| _ = map.insert(key, 7));
        numbers(n).for_each(|key| _ = map.remove(&key));
    };
    set_emptied_by_key: HashSet<u32, FixedHasher>, |set, n| {
        numbers(n).for_each(|key| _ = set.insert(key));
        numbers(n).for_each(|key| _ = set.remove(&key));
    };
    recycling_vec: RecyclingVec<u64>, |vec, n| (0..n).for_each(|_| _ = vec.push_recycled());
    recycling_vec_of_boxes: RecyclingVec<Box<u64>>, |vec, n| (0..n).for_each(|_| _ = vec.push_recycled());
    cursor: Cursor<Vec<u8>>, |cursor, n| (0..n).for_each(|_| cursor.write_all(&[7]).unwrap());
    boxed: Box<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.push(7));
    array: [Vec<u8>; 2], |parts, n| {
        (0..n).for_each(|_| parts[0].push(7));
        (0..n / 3).for_each(|_| parts[1].push(7));
    }, 2;
    cell: Cell<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().push(7));
    ref_cell: RefCell<String>, |string, n| (0..n).for_each(|_| string.get_mut().push('x'));
    mutex: Mutex<VecDeque<u64>>, |deque, n| (0..n).for_each(|_| deque.get_mut().unwrap().push_back(7));
    rw_lock: RwLock<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().unwrap().push(7));

    a_hash_map: AHashMap<u32, u64>, |map, n| numbers(n).for_each(|key| _ = map.insert(key, 7));
    a_hash_set: AHashSet<u32>, |set, n| numbers(n).for_each(|key| _ = set.insert(key));
    bytes_mut: BytesMut, |bytes, n| (0..n).for_each(|_| bytes.put_u8(7));
    bytes_mut_split: BytesMut, |bytes, n| {
        for _ in 0..n {
            bytes.put_u8(7);
        }
        drop(bytes.split().freeze());
    };
    bump_of_bytes: Bump, |bump, n| (0..n).for_each(|_| _ = bump.alloc(7u8));
    bump_of_words: Bump, |bump, n| (0..n / 8).for_each(|_| _ = bump.alloc(7u64));
    bump_at_once: Bump, |bump, n| _ = bump.alloc_slice_fill_copy(n, 7u8);
    compact_string: CompactString, |string, n| (0..n).for_each(|_| string.push('x'));
    bit_set: FixedBitSet, |set, n| (0..n).for_each(|bit| set.grow_and_insert(bit));
    hashbrown_map: hashbrown::HashMap<u32, u64, FixedHasher>, |map, n| numbers(n).for_each(|key| _ = map.insert(key, 7));
    hashbrown_set: hashbrown::HashSet<u32, FixedHasher>, |set, n| numbers(n).for_each(|key| _ = set.insert(key));
    hashbrown_table: hashbrown::HashTable<usize>, |table, n| {
        (0..n).for_each(|key| _ = table.insert_unique(key as u64, key, |key| *key as u64));
    };
    hashbrown_map_emptied_by_key: hashbrown::HashMap<u32, u64, FixedHasher>, |map, n| {
        numbers(n).for_each(|key| _ = map.insert(key, 7));
        numbers(n).for_each(|key| _ = map.remove(&key));
    };
    header_map: HeaderMap<u64>, |map, n| NAMES[..n].iter().for_each(|name| _ = map.insert(name.clone(), 7));
    header_map_of_pairs: HeaderMap<u64>, |map, n| {
        for name in 0..n {
            map.append(NAMES[name / 2].clone(), 7);
        }
    };
    index_map: IndexMap<u32, u64, FixedHasher>, |map, n| numbers(n).for_each(|key| _ = map.insert(key, 7));
    index_set: IndexSet<u32, FixedHasher>, |set, n| numbers(n).for_each(|key| _ = set.insert(key));
    fair_mutex: parking_lot::FairMutex<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().push(7));
    reentrant_mutex: parking_lot::ReentrantMutex<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().push(7));
    mutex_of_parking_lot: parking_lot::Mutex<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().push(7));
    rw_lock_of_parking_lot: parking_lot::RwLock<Vec<u64>>, |vec, n| (0..n).for_each(|_| vec.get_mut().push(7));
    slab_of_words: Slab<u64>, |slab, n| (0..n).for_each(|_| _ = slab.insert(7));
    small_vec: SmallVec<[u64; 8]>, |vec, n| (0..n).for_each(|_| vec.push(7));
    tiny_vec: TinyVec<[u64; 8]>, |vec, n| (0..n).for_each(|_| vec.push(7));
}

/// Above two pages, a chunk that doubles is larger than one that is made for the limit.
#[test]
fn a_large_arena_keeps_its_allocation() {
    for limit in [8129, 9000, 12_224, 20_000, 100_000] {
        keeps_its_allocation::<Bump>(limit, |bump, n| (0..n).for_each(|_| _ = bump.alloc(7u8)));
        keeps_its_allocation::<Bump>(limit, |bump, n| _ = bump.alloc_slice_fill_copy(n, 7u8));
    }
}

/// Each use of an arena fits into the chunk that the third use has left.
#[test]
fn a_pooled_arena_keeps_its_allocation() {
    #[derive(Default, Poolable)]
    struct Object {
        #[pool(max_capacity = 6000)]
        arena: Bump,
    }

    let pool = Pool::<Object>::new();
    let use_it = || {
        let object = pool.get();
        (0..5000).for_each(|_| _ = object.arena.alloc(7u8));
    };
    // Often enough for the thread to have a cache.
    (0..40).for_each(|_| use_it());
    let shrinks = pool.stats().shrinks;
    let owned = owned_by_this_thread();
    (0..300).for_each(|_| use_it());
    assert_eq!(pool.stats().shrinks, shrinks);
    assert_eq!(owned_by_this_thread(), owned);
}

/// The parts of a container that report separately.
#[test]
fn a_limit_in_the_type_of_an_element_counts_too() {
    let pool = Pool::<Bounded<RecyclingVec<Bounded<Vec<u8>, 8>>, 64>>::new();
    for _ in 0..500 {
        pool.get().push_recycled().resize(9, 7);
    }
    assert_eq!(pool.stats().shrinks, 500);
}

/// A table that lost its elements one by one hides its size. It is reported all the same, also
/// if as many places are left as in a table of the limit.
#[test]
fn a_table_that_hides_its_size_reports_that_it_shrinks() {
    fn emptied(length: u32) -> HashMap<u32, u64, BuildHasherDefault<Neighbours>> {
        let mut map: HashMap<_, _, _> = (0..length).map(|key| (key, 7)).collect();
        (0..length).for_each(|key| _ = map.remove(&key));
        map
    }

    let mut coincidences = 0;
    for length in 1..500 {
        let hidden = emptied(length).capacity();
        for limit in [
            0,
            hidden / 2,
            hidden.saturating_sub(1),
            hidden,
            length as usize,
        ] {
            let mut map = emptied(length);
            let before = owned_by_this_thread();
            let outcome = map.reset_within(limit);
            let is_smaller = owned_by_this_thread() < before;
            assert_eq!(
                outcome.shrinks() > 0,
                is_smaller,
                "{length} keys, limit {limit}"
            );
            coincidences += usize::from(is_smaller && map.capacity() == hidden);
        }
    }
    assert!(
        coincidences > 0,
        "the size never was the same before and after"
    );
}

/// Puts neighbouring keys into neighbouring buckets, where a removal leaves its mark.
#[derive(Default)]
struct Neighbours(u64);

impl std::hash::Hasher for Neighbours {
    fn write(&mut self, _: &[u8]) {
        unreachable!("the keys are `u32`");
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = key.into();
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
