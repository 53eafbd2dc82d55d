//! `MAX_RETAINED_BYTES` is a true upper bound: an allocator that counts what each
//! thread owns says what a value still holds after `reset`.

use std::cell::Cell;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Mutex, RwLock};

use proptest::prelude::*;
use qnpool::{Bounded, Footprint, Growable, Poolable, RecyclingVec, UNBOUNDED};

mod counting;
use counting::{inverse_stays_within, owned_after, stays_within};

type FixedHasher = BuildHasherDefault<DefaultHasher>;

fn table<V: Default>(length: usize) -> HashMap<u32, V, FixedHasher> {
    (0..length)
        .map(|key| (u32::try_from(key).unwrap(), V::default()))
        .collect()
}

fn set_of_bytes(length: usize) -> HashSet<u8, FixedHasher> {
    (0..length)
        .map(|key| u8::try_from(key % 256).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn sequences_stay_within_their_footprint(limit in 1usize..600, length in 0usize..3000) {
        stays_within(limit, || vec![7u64; length])?;
        stays_within(limit, || vec![[7u8; 3]; length])?;
        stays_within(limit, || VecDeque::from(vec![7u16; length]))?;
        stays_within(limit, || BinaryHeap::from(vec![7u32; length]))?;
        stays_within(limit, || "x".repeat(length))?;
        stays_within(limit, || OsString::from("x".repeat(length)))?;
        stays_within(limit, || PathBuf::from("x".repeat(length)))?;
        stays_within(limit, || vec![vec![7u8; 9]; length])?;
        stays_within(limit, || vec![(); length])?;
    }

    #[test]
    fn wrappers_stay_within_their_footprint(limit in 1usize..600, length in 0usize..3000) {
        stays_within(limit, || Box::new(vec![7u64; length]))?;
        stays_within(limit, || Box::new(Box::new("x".repeat(length))))?;
        stays_within(limit, || [vec![7u8; length], vec![7; length / 2], Vec::new()])?;
        stays_within(limit, || std::array::from_fn::<_, 0, _>(|_| "x".repeat(length)))?;
        stays_within(limit, || [Box::new("x".repeat(length)), Box::new(String::new())])?;
        stays_within(limit, || Cursor::new(vec![7u8; length]))?;
        stays_within(limit, || Mutex::new(vec![7u8; length]))?;
        stays_within(limit, || RwLock::new(Cell::new(vec![7u8; length])))?;
    }

    #[test]
    fn hash_tables_stay_within_their_footprint(limit in 1usize..3000, length in 0usize..6000) {
        stays_within(limit, || table::<()>(length))?;
        stays_within(limit, || table::<u8>(length))?;
        stays_within(limit, || table::<[u64; 3]>(length))?;
        stays_within(limit, || table::<String>(length))?;
        stays_within(limit, || table::<Aligned>(length))?;
        stays_within(limit, || set_of_bytes(length))?;
        stays_within(limit, || (0..length).map(|_| ()).collect::<HashSet<(), FixedHasher>>())?;
    }

    #[test]
    fn recycled_elements_stay_within_their_footprint(
        limit in 0usize..50,
        lengths in prop::collection::vec(0usize..300, 0..60),
    ) {
        let lines = || -> RecyclingVec<Line> {
            lengths.iter().map(|&length| Line::new("x".repeat(length))).collect()
        };
        stays_within(limit, lines)?;
        stays_within(limit, || {
            let mut some_spare = lines();
            some_spare.truncate(lengths.len() / 2);
            some_spare
        })?;
        stays_within(limit, || {
            let nested = || Bounded::<_, 7>::new(lines());
            RecyclingVec::from_iter([nested(), nested(), nested()])
        })?;
        stays_within(limit, || Box::new(RecyclingVec::from_iter([(Box::new(7u64), 7u8)])))?;
        inverse_stays_within(limit * 100, lines)?;
    }

    #[test]
    fn a_capacity_from_bytes_stays_within_them(bytes in 0usize..100_000, length in 0usize..6000) {
        inverse_stays_within(bytes, || vec![7u64; length])?;
        inverse_stays_within(bytes, || "x".repeat(length))?;
        inverse_stays_within(bytes, || [vec![7u8; length], vec![7; length]])?;
        inverse_stays_within(bytes, || table::<u8>(length))?;
        inverse_stays_within(bytes, || table::<[u64; 3]>(length))?;
        inverse_stays_within(bytes, || set_of_bytes(length))?;
    }

    #[test]
    fn derived_types_stay_within_their_constant(length in 0usize..3000) {
        let owned = owned_after(|| Everything::filled(length), Poolable::reset);
        let bound = Everything::MAX_RETAINED_BYTES;
        prop_assert!(owned <= bound, "owns {} bytes, bound {}", owned, bound);
    }
}

type Line = Bounded<String, 64>;

#[derive(Default)]
#[repr(align(64))]
struct Aligned(#[expect(dead_code, reason = "takes room")] u8);

#[derive(Default, Poolable)]
#[pool(max_capacity = 100)]
struct Everything {
    bytes: Vec<u8>,
    #[pool(max_capacity = 7)]
    words: VecDeque<u64>,
    table: HashMap<u32, u64, FixedHasher>,
    #[pool(max_bytes = 1000)]
    set: HashSet<u32, FixedHasher>,
    nodes: BTreeMap<u32, String>,
    boxed: Box<(u64, [u32; 9])>,
    #[expect(clippy::box_collection, reason = "a limit reaches through a box")]
    text: Box<String>,
    parts: [String; 3],
    optional: Option<Box<[u8; 1000]>>,
    state: State,
    #[pool(default, max_retained_bytes = 0)]
    made_anew: String,
    lines: RecyclingVec<Line>,
}

#[derive(Default, Poolable)]
enum State {
    #[default]
    Idle,
    #[expect(dead_code, reason = "takes memory")]
    Busy(Vec<u8>),
}

impl Everything {
    fn filled(length: usize) -> Self {
        Self {
            bytes: vec![7; length],
            words: vec![7; length].into(),
            table: table(length),
            set: table::<()>(length).into_keys().collect(),
            nodes: (0..7).map(|key| (key, "x".repeat(length))).collect(),
            boxed: Box::default(),
            text: Box::new("x".repeat(length)),
            parts: ["x".repeat(length), String::new(), "x".into()],
            optional: Some(Box::new([7; 1000])),
            state: State::Busy(vec![7; length]),
            made_anew: "x".repeat(length),
            lines: (0..length).map(|_| Line::new("x".repeat(100))).collect(),
        }
    }
}

/// A table that is emptied key by key keeps its buckets and says that it has no room.
#[test]
fn a_table_emptied_key_by_key_stays_within_its_footprint() {
    for length in [8, 448, 7168] {
        let emptied = || {
            let mut map = HashMap::<u32, u64, BuildHasherDefault<Identity>>::default();
            for key in 0..length {
                map.insert(key, 7);
            }
            for key in 0..length {
                map.remove(&key);
            }
            map
        };
        let owned = owned_after(emptied, |map| map.reset_within(1));
        let bound = <HashMap<u32, u64> as Growable>::FOOTPRINT.max_bytes(1);
        assert!(
            owned <= bound,
            "owns {owned} of {bound} bytes after {length} keys"
        );
    }
}

/// Puts neighbouring keys into neighbouring buckets, where a removal leaves its mark.
#[derive(Default)]
struct Identity(u64);

impl std::hash::Hasher for Identity {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().rev() {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The bound is of use only if it is near: no more than twice what a full table owns.
#[test]
fn the_bound_of_a_hash_table_is_near() {
    for limit in [1, 3, 4, 7, 8, 14, 15, 28, 100, 448, 449, 4096, 7168] {
        let owned = owned_after(|| table::<u64>(10_000), |map| map.reset_within(limit));
        let bound = <HashMap<u32, u64> as Growable>::FOOTPRINT.max_bytes(limit);
        assert_eq!(owned, bound, "at limit {limit}");
    }
}

/// Of elements that are all at their own limit it is exact.
#[test]
fn the_bound_of_recycled_elements_is_exact() {
    type Lines = RecyclingVec<Line>;
    for limit in [0, 1, 10, 100] {
        let full = || -> Lines { (0..200).map(|_| Line::new("x".repeat(64))).collect() };
        let owned = owned_after(full, |lines| lines.reset_within(limit));
        assert_eq!(owned, Lines::FOOTPRINT.max_bytes(limit), "at limit {limit}");
    }
}

/// A hasher that owns memory has no bound that is known.
#[test]
fn a_hasher_with_memory_has_no_bound() {
    #[derive(Default)]
    struct Keyed(#[expect(dead_code, reason = "owns memory")] Vec<u8>);
    impl std::hash::BuildHasher for Keyed {
        type Hasher = DefaultHasher;
        fn build_hasher(&self) -> DefaultHasher {
            DefaultHasher::new()
        }
    }
    let footprint = <HashMap<u8, u8, Keyed> as Growable>::FOOTPRINT;
    assert_eq!(footprint.max_bytes(1), UNBOUNDED);
}

#[test]
fn no_capacity_fits_a_limit_below_the_bytes_at_any_capacity() {
    let zero_sized = <Box<Vec<()>> as Growable>::FOOTPRINT;
    let fixed = zero_sized.max_bytes(0);
    assert!(fixed > 0);
    for footprint in [zero_sized, Footprint::slots(0).times(0).plus(fixed)] {
        assert_eq!(footprint.max_capacity(fixed - 1), 0);
        assert!(footprint.max_capacity(fixed) > 0);
        assert_eq!(footprint.max_bytes(footprint.max_capacity(fixed)), fixed);
    }
}
