//! `MAX_RETAINED_BYTES` is a true upper bound: an allocator that counts what each
//! thread owns says what a value still holds after `reset`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Mutex, RwLock};

use proptest::prelude::*;
use qnpool::{Growable, Poolable, UNBOUNDED};

struct Counting;

thread_local! {
    static OWNED: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // During the teardown of a thread there is nothing left to measure.
    let _ = OWNED.try_with(|owned| owned.set(owned.get() + bytes));
}

// SAFETY: every call goes to `System` unchanged, and what is counted beside it
// allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size.cast_signed() - layout.size().cast_signed());
        // SAFETY: as in `dealloc`, and `new_size` is not zero by the caller's promise.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `make` leaves owned on this thread, after `then`.
fn owned_after<T>(make: impl FnOnce() -> T, then: impl FnOnce(&mut T)) -> usize {
    let before = OWNED.get();
    let mut value = make();
    then(&mut value);
    let owned = OWNED.get() - before;
    drop(value);
    assert_eq!(OWNED.get(), before, "the value frees what it owns");
    usize::try_from(owned).expect("a value cannot own less than nothing")
}

/// Filled and reset, `C` owns no more than its footprint says, at any limit.
fn stays_within<C: Growable>(limit: usize, fill: impl FnOnce() -> C) -> Result<(), TestCaseError> {
    let owned = owned_after(fill, |value| value.reset_within(limit));
    let bound = C::FOOTPRINT.max_bytes(limit);
    prop_assert!(
        owned <= bound,
        "owns {owned} bytes, bound {bound} at limit {limit}"
    );
    Ok(())
}

/// The largest capacity within `bytes` owns no more than `bytes`.
fn inverse_stays_within<C: Growable>(
    bytes: usize,
    fill: impl FnOnce() -> C,
) -> Result<(), TestCaseError> {
    let capacity = C::FOOTPRINT.max_capacity(bytes);
    let owned = owned_after(fill, |value| value.reset_within(capacity));
    // A limit of 0 frees a hash table too.
    prop_assert!(
        owned <= bytes,
        "owns {owned} bytes of {bytes} at capacity {capacity}"
    );
    Ok(())
}

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
        }
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
