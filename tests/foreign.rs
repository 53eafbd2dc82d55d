//! Types of other crates: what reset means for each, and that its bound is true.

use std::collections::HashMap as StdHashMap;
use std::fmt::Debug;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use ahash::{AHashMap, AHashSet};
use arrayvec::{ArrayString, ArrayVec};
use bumpalo::Bump;
use bytes::{Buf, BufMut, Bytes, BytesMut};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use compact_str::CompactString;
use fixedbitset::FixedBitSet;
use hashbrown::{HashMap, HashSet, HashTable};
use http::header::{HeaderMap, HeaderName};
use http::{Extensions, HeaderValue, Method, StatusCode, Uri, Version};
use indexmap::{IndexMap, IndexSet};
use proptest::prelude::*;
use qnpool::{Bounded, Growable, Pool, Poolable, UNBOUNDED};
use slab::Slab;
use smallvec::SmallVec;
use static_assertions::assert_not_impl_any;
use tinyvec::TinyVec;
use url::{Host, Url};
use uuid::{NonNilUuid, Uuid};

mod counting;
use counting::{inverse_stays_within, owned_after, owned_by_this_thread, stays_within};

type FixedHasher = BuildHasherDefault<DefaultHasher>;

/// A hasher with memory of its own.
#[derive(Clone, Debug, Default)]
struct Keyed(#[expect(dead_code, reason = "owns memory")] Vec<u8>);

impl BuildHasher for Keyed {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        DefaultHasher::new()
    }
}

fn keys(length: usize) -> impl Iterator<Item = u32> {
    0..u32::try_from(length).unwrap()
}

/// What was written is gone, and a second reset changes nothing.
#[track_caller]
fn resets_to_default<T: Poolable + Default + Debug + PartialEq>(mut value: T) {
    let pristine = T::default();
    assert_ne!(value, pristine, "pristine already");
    value.reset();
    assert_eq!(value, pristine);
    value.reset();
    assert_eq!(value, pristine, "a second reset changed it");
}

/// A filled container is emptied; its memory is kept within a limit, and cut above.
#[track_caller]
fn keeps_within_and_cuts_above<C: Growable + Default>(
    fill: impl Fn(&mut C),
    is_pristine: impl Fn(&C) -> bool,
    keeps: usize,
    cuts: usize,
) {
    let filled = || {
        let mut container = C::default();
        fill(&mut container);
        container
    };
    let before = owned_after(filled, |_| ());
    let kept = owned_after(filled, |container| {
        container.reset_within(keeps);
        assert!(is_pristine(container), "not pristine after a reset");
        container.reset_within(keeps);
        assert!(is_pristine(container), "not pristine after a second reset");
    });
    assert_eq!(kept, before, "memory within the limit is kept");
    let refilled = owned_after(filled, |container| {
        container.reset_within(keeps);
        fill(container);
    });
    assert_eq!(refilled, before, "the memory kept is used again");
    let unlimited = owned_after(filled, |container| container.reset_within(UNBOUNDED));
    assert_eq!(unlimited, before, "no limit keeps all");
    let cut = owned_after(filled, |container| {
        container.reset_within(cuts);
        assert!(is_pristine(container), "not pristine after a cut");
    });
    assert!(cut < before, "still owns {cut} of {before}");
    assert!(cut <= C::FOOTPRINT.max_bytes(cuts));
    let freed = owned_after(filled, |container| container.reset_within(0));
    assert!(
        freed <= C::FOOTPRINT.max_bytes(0),
        "owns {freed} at limit 0"
    );
}

// ---- bytes ----

#[test]
fn bytes_mut() {
    keeps_within_and_cuts_above(
        |buffer: &mut BytesMut| buffer.put_bytes(7, 1000),
        BytesMut::is_empty,
        1000,
        999,
    );
    let mut buffer = BytesMut::zeroed(64);
    let address = buffer.as_ptr();
    buffer.reset_within(64);
    assert_eq!((buffer.as_ptr(), buffer.capacity()), (address, 64));
    buffer.reset_within(64);
    assert_eq!((buffer.as_ptr(), buffer.capacity()), (address, 64));
    buffer.put_bytes(7, 100);
    buffer.reset_within(64);
    assert_eq!(buffer.capacity(), 64);
}

#[test]
fn bytes_mut_counts_what_was_advanced_over() {
    for advanced in [1, 900, 999, 1000] {
        let mut buffer = BytesMut::zeroed(1000);
        let address = buffer.as_ptr();
        buffer.advance(advanced);
        assert_eq!(buffer.capacity(), 1000 - advanced);
        buffer.reset_within(1000);
        assert_eq!((buffer.as_ptr(), buffer.capacity()), (address, 1000));
        buffer.advance_mut_by(advanced);
        buffer.reset_within(999);
        assert_eq!(buffer.capacity(), 999);
    }
}

trait AdvanceMutBy {
    fn advance_mut_by(&mut self, count: usize);
}

impl AdvanceMutBy for BytesMut {
    fn advance_mut_by(&mut self, count: usize) {
        self.resize(count, 7);
        self.advance(count);
    }
}

#[test]
fn bytes_mut_lets_go_of_a_shared_buffer() {
    for at in [0, 1, 10, 999, 1000] {
        let mut head = BytesMut::zeroed(1000);
        let tail = head.split_off(at);
        head.reset_within(1000);
        assert_eq!(head.capacity(), 0);
        assert_eq!(tail, vec![0; 1000 - at], "the other handle is untouched");
    }
}

#[test]
fn bytes_mut_takes_back_a_buffer_it_owns_alone_again() {
    let mut buffer = BytesMut::zeroed(1000);
    let address = buffer.as_ptr();
    for _ in 0..20 {
        drop(buffer.split_to(buffer.len()).freeze());
        buffer.reset_within(1000);
        buffer.resize(1000, 7);
        assert_eq!(buffer.as_ptr(), address);
    }
    // What it sees is 10 bytes, what it pins is all.
    drop(buffer.split_off(10));
    assert_eq!(buffer.capacity(), 10);
    buffer.reset_within(100);
    assert_ne!(buffer.as_ptr(), address);
    assert_eq!(buffer.capacity(), 100);
}

#[test]
fn bytes() {
    resets_to_default(Bytes::from(vec![7; 100]));
    let shared = Bytes::from(vec![7; 100]);
    let mut handle = shared.clone();
    handle.reset();
    assert!(shared.is_unique());
    let owned = owned_after(|| Bytes::from(vec![7; 100]), Poolable::reset);
    assert_eq!(owned, Bytes::MAX_RETAINED_BYTES);
}

// ---- http ----

fn name(key: u32) -> HeaderName {
    HeaderName::try_from(format!("x-{key}")).unwrap()
}

fn headers(names: usize, repeats: usize) -> HeaderMap<u64> {
    let mut map = HeaderMap::default();
    for key in keys(names) {
        for _ in 0..=repeats {
            map.append(name(key), 7);
        }
    }
    map
}

#[test]
fn header_map() {
    keeps_within_and_cuts_above(
        |map: &mut HeaderMap| {
            for key in keys(64) {
                map.insert(name(key), HeaderValue::from_static("value"));
            }
            map.clear();
        },
        HeaderMap::is_empty,
        64,
        40,
    );
    let mut map = headers(3, 2);
    map.reset_within(9);
    assert!(map.is_empty() && map.capacity() > 0);
    // Nine values under three names are over a limit of eight.
    let mut map = headers(3, 2);
    map.reset_within(8);
    assert_eq!(map.capacity(), 0);
    let mut map = headers(49, 0);
    map.reset_within(64);
    assert_eq!(map.capacity(), 96, "rounded up as a map made for 64");
    let freed = owned_after(|| headers(100, 3), |map| map.reset_within(99));
    assert_eq!(freed, 0);
    assert_eq!(<HeaderMap as Growable>::FOOTPRINT.max_bytes(1), UNBOUNDED);
}

#[test]
fn parts_of_a_message() {
    resets_to_default(Method::POST);
    resets_to_default(Method::from_bytes(&[b'X'; 100]).unwrap());
    resets_to_default(Uri::from_static("https://example.com/path?query"));
    resets_to_default(StatusCode::NOT_FOUND);
    resets_to_default(Version::HTTP_2);
    let mut extensions = Extensions::new();
    extensions.insert(String::from("of a request"));
    extensions.reset();
    assert!(extensions.is_empty());
    let owned = owned_after(
        || {
            let mut extensions = Extensions::new();
            extensions.insert([7u8; 1000]);
            let uri: Uri = "https://example.com/path".parse().unwrap();
            (extensions, uri, Method::from_bytes(&[b'X'; 100]).unwrap())
        },
        Poolable::reset,
    );
    assert_eq!(owned, 0);
}

// ---- smallvec ----

#[test]
fn small_vec() {
    type Small = SmallVec<[u64; 8]>;
    keeps_within_and_cuts_above(
        |vec: &mut Small| vec.extend(0..100),
        SmallVec::is_empty,
        128,
        50,
    );
    let mut vec: Small = (0..100).collect();
    vec.reset_within(50);
    assert_eq!(vec.capacity(), 50);
    vec.extend(0..100);
    vec.reset_within(8);
    assert!(!vec.spilled());
    // Inline memory is not the heap's.
    let mut inline: Small = (0..8).collect();
    inline.reset_within(0);
    assert!(inline.is_empty());
    assert_eq!(inline.capacity(), 8);
    let mut empty_elements: SmallVec<[(); 4]> = (0..1000).map(|_| ()).collect();
    empty_elements.reset_within(10);
    assert!(empty_elements.is_empty());
    let shared = Arc::new(());
    let mut of_any: SmallVec<[Arc<()>; 1]> = (0..9).map(|_| Arc::clone(&shared)).collect();
    of_any.reset_within(4);
    assert_eq!(Arc::strong_count(&shared), 1);
}

// ---- indexmap ----

#[test]
fn index_map_and_set() {
    keeps_within_and_cuts_above(
        |map: &mut IndexMap<u32, String, FixedHasher>| {
            map.extend(keys(100).map(|key| (key, String::new())));
        },
        IndexMap::is_empty,
        112,
        50,
    );
    keeps_within_and_cuts_above(
        |set: &mut IndexSet<u32, FixedHasher>| set.extend(keys(100)),
        IndexSet::is_empty,
        112,
        50,
    );
}

/// `capacity` is that of the smaller part, and must not decide alone.
#[test]
fn index_map_whose_parts_differ() {
    let limit = 10;
    let uneven = || {
        let mut map: IndexMap<u32, u64, FixedHasher> = keys(1000).map(|key| (key, 7)).collect();
        // Back from the entries alone: the table is rebuilt for the few that stay.
        map.retain(|key, _| *key < 3);
        map
    };
    let owned = owned_after(uneven, |map| map.reset_within(limit));
    assert!(owned <= <IndexMap<u32, u64, FixedHasher> as Growable>::FOOTPRINT.max_bytes(limit));
}

// ---- hashbrown ----

#[test]
fn hashbrown_tables() {
    keeps_within_and_cuts_above(
        |map: &mut HashMap<u32, String, FixedHasher>| {
            map.extend(keys(100).map(|key| (key, String::new())));
        },
        HashMap::is_empty,
        112,
        50,
    );
    keeps_within_and_cuts_above(
        |set: &mut HashSet<u32, FixedHasher>| set.extend(keys(100)),
        HashSet::is_empty,
        112,
        50,
    );
    keeps_within_and_cuts_above(
        |table: &mut HashTable<u32>| fill_table(table, 100),
        HashTable::is_empty,
        112,
        50,
    );
}

fn fill_table(table: &mut HashTable<u32>, length: usize) {
    let hash = |key: &u32| FixedHasher::default().hash_one(key);
    for key in keys(length) {
        table.insert_unique(hash(&key), key, hash);
    }
}

/// Sends neighbouring keys to neighbouring buckets, as hashers for integers do.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("the keys are `u32`");
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = key.into();
    }
}

type Neighbours = BuildHasherDefault<AsItIs>;

/// A table that lost its elements one by one says that its capacity is next to
/// nothing, while it owns what it did.
#[test]
fn tables_after_removals() {
    fn check<C: Growable>(removed: impl Fn() -> C) {
        let owned = owned_after(removed, |table| table.reset_within(100));
        let bound = C::FOOTPRINT.max_bytes(100);
        assert!(owned <= bound, "owns {owned} bytes, bound {bound}");
    }
    check(|| {
        let mut map: HashMap<u32, u64, Neighbours> = keys(7168).map(|key| (key, 7)).collect();
        keys(7168).for_each(|key| assert!(map.remove(&key).is_some()));
        assert!(map.capacity() < 100);
        map
    });
    check(|| {
        let mut set: HashSet<u32, Neighbours> = keys(7168).collect();
        keys(7168).for_each(|key| assert!(set.remove(&key)));
        assert!(set.capacity() < 100);
        set
    });
    check(|| {
        let mut map: IndexMap<u32, u64, Neighbours> = keys(7168).map(|key| (key, 7)).collect();
        while map.pop().is_some() {}
        assert!(map.capacity() < 100);
        map
    });
    check(|| {
        let mut set: IndexSet<u32, Neighbours> = keys(7168).collect();
        while set.pop().is_some() {}
        assert!(set.capacity() < 100);
        set
    });
    check(|| {
        let hash = |key: &u32| u64::from(*key);
        let mut table = HashTable::new();
        for key in keys(7168) {
            table.insert_unique(hash(&key), key, hash);
        }
        for key in keys(7168) {
            let entry = table.find_entry(hash(&key), |other| *other == key);
            entry.expect("it was inserted").remove();
        }
        assert!(table.capacity() < 100);
        table
    });
}

#[test]
fn a_hasher_with_memory_has_no_bound() {
    fn unbounded<C: Growable>() -> bool {
        C::FOOTPRINT.max_bytes(1) == UNBOUNDED
    }
    assert!(unbounded::<HashMap<u8, u8, Keyed>>());
    assert!(unbounded::<HashSet<u8, Keyed>>());
    assert!(unbounded::<IndexMap<u8, u8, Keyed>>());
    assert!(unbounded::<IndexSet<u8, Keyed>>());
    assert_eq!(
        heapless::IndexMap::<u8, u8, Keyed, 4>::MAX_RETAINED_BYTES,
        UNBOUNDED
    );
    assert_eq!(
        heapless::IndexSet::<u8, Keyed, 4>::MAX_RETAINED_BYTES,
        UNBOUNDED
    );
    assert!(!unbounded::<HashMap<u8, u8, FixedHasher>>());
    assert!(!unbounded::<IndexMap<u8, u8, FixedHasher>>());
}

// ---- slab ----

#[test]
fn slab() {
    keeps_within_and_cuts_above(
        |slab: &mut Slab<String>| {
            for _ in 0..100 {
                slab.insert(String::new());
            }
        },
        |slab| slab.is_empty() && slab.vacant_key() == 0,
        128,
        50,
    );
    let mut slab: Slab<u8> = (0..9).map(|key| (key, 7)).collect();
    slab.remove(0);
    slab.reset_within(100);
    assert_eq!(slab.insert(7), 0, "keys start anew");
}

// ---- tinyvec ----

#[test]
fn tiny_vec() {
    type Tiny = TinyVec<[u64; 8]>;
    keeps_within_and_cuts_above(
        |vec: &mut Tiny| vec.extend(0..100),
        TinyVec::is_empty,
        128,
        50,
    );
    let mut vec: Tiny = (0..100).collect();
    vec.reset_within(50);
    assert_eq!(vec.capacity(), 50);
    vec.reset_within(8);
    assert!(vec.is_inline());
    let mut inline: Tiny = (0..8).collect();
    inline.reset_within(0);
    assert!(inline.is_empty());
    // What a default value owns is known only without drop.
    let strings = <TinyVec<[String; 4]> as Growable>::FOOTPRINT;
    assert_eq!(strings.max_bytes(1), UNBOUNDED);
}

#[test]
fn tiny_array_vec() {
    type Array = tinyvec::ArrayVec<[u8; 4]>;
    type Boxes = tinyvec::ArrayVec<[Box<u64>; 4]>;
    let mut array: Array = [1, 2, 3].into_iter().collect();
    array.reset();
    assert!(array.is_empty());
    array.set_len(3);
    assert_eq!(*array, [0, 0, 0], "nothing of the last use shows");
    assert_eq!(Array::MAX_RETAINED_BYTES, 0);
    assert_eq!(Boxes::MAX_RETAINED_BYTES, UNBOUNDED);
}

// ---- arrayvec, heapless ----

#[test]
fn fixed_capacity() {
    resets_to_default::<ArrayVec<String, 4>>(["a".into(), "b".into()].into_iter().collect());
    resets_to_default(ArrayString::<8>::from("text").unwrap());
    resets_to_default(heapless::Vec::<String, 4>::from_array(["a".into()]));
    resets_to_default(heapless::Vec::<u8, 4, u8>::from_array([7]));
    resets_to_default(heapless::String::<8>::try_from("text").unwrap());
    let mut deque = heapless::Deque::<u8, 4>::new();
    deque.push_back(7).unwrap();
    resets_to_default(deque);
    let mut map = heapless::LinearMap::<u8, String, 4>::new();
    map.insert(7, "x".into()).unwrap();
    resets_to_default(map);
    let mut map = heapless::IndexMap::<u8, String, FixedHasher, 4>::default();
    map.insert(7, "x".into()).unwrap();
    resets_to_default(map);
    let mut set = heapless::IndexSet::<u8, FixedHasher, 4>::default();
    set.insert(7).unwrap();
    resets_to_default(set);
    let mut history = heapless::HistoryBuf::<String, 4>::new();
    history.write("x".into());
    history.reset();
    assert!(history.is_empty());
    let mut heap = heapless::BinaryHeap::<u8, heapless::binary_heap::Min, 4>::new();
    heap.push(7).unwrap();
    heap.reset();
    assert!(heap.is_empty());
    let mut text = heapless::CString::<8>::from_bytes_with_nul(b"text\0").unwrap();
    text.reset();
    assert_eq!(text.as_c_str(), c"");
}

#[test]
fn fixed_capacity_owns_nothing() {
    let filled = || {
        let strings = || (0..4).map(|_| "x".repeat(100));
        (
            strings().collect::<ArrayVec<_, 4>>(),
            strings().collect::<heapless::Vec<_, 4>>(),
            strings().collect::<heapless::Vec<_, 8>>(),
        )
    };
    assert_eq!(owned_after(filled, Poolable::reset), 0);
    assert_eq!(heapless::Vec::<String, 4>::MAX_RETAINED_BYTES, 0);
    assert_eq!(ArrayVec::<String, 4>::MAX_RETAINED_BYTES, 0);
}

// ---- fixedbitset ----

#[test]
fn fixed_bit_set() {
    keeps_within_and_cuts_above(
        |set: &mut FixedBitSet| set.grow_and_insert(9999),
        |set| *set == FixedBitSet::default(),
        10_000,
        9999,
    );
    let mut set: FixedBitSet = [1, 70, 500].into_iter().collect();
    set.reset_within(1000);
    assert_eq!(set.len(), 0, "not 501 cleared bits");
    set.grow(501);
    assert!(set.is_clear(), "nothing of the last use shows");
    let cut = owned_after(
        || FixedBitSet::with_capacity(9999),
        |set| set.reset_within(9),
    );
    assert_eq!(cut, 0);
    assert_eq!(<FixedBitSet as Growable>::FOOTPRINT.max_bytes(1), UNBOUNDED);
}

// ---- compact_str ----

#[test]
fn compact_string() {
    keeps_within_and_cuts_above(
        |text: &mut CompactString| text.push_str(&"x".repeat(100)),
        CompactString::is_empty,
        100,
        99,
    );
    let mut text = CompactString::from("x".repeat(100));
    text.reset_within(50);
    assert_eq!(text.capacity(), 50);
    // The smallest allocation is of 32 bytes.
    text.push_str(&"x".repeat(100));
    text.reset_within(25);
    assert_eq!(text.capacity(), 32);
    text.reset_within(24);
    assert!(!text.is_heap_allocated());
    let mut constant = CompactString::const_new("a text that is longer than what fits inline");
    constant.reset_within(0);
    assert!(constant.is_empty());
}

// ---- ahash ----

#[test]
fn a_hash_map_and_set() {
    allocate_the_seeds();
    keeps_within_and_cuts_above(
        |map: &mut AHashMap<u32, String>| {
            map.extend(keys(100).map(|key| (key, String::new())));
        },
        |map| map.is_empty(),
        112,
        50,
    );
    keeps_within_and_cuts_above(
        |set: &mut AHashSet<u32>| set.extend(keys(100)),
        |set| set.is_empty(),
        112,
        50,
    );
    let bound = <AHashMap<u32, u64> as Growable>::FOOTPRINT.max_bytes(100);
    assert_eq!(
        bound,
        <StdHashMap<u32, u64> as Growable>::FOOTPRINT.max_bytes(100)
    );
}

/// The first table of a process allocates the seeds of all.
fn allocate_the_seeds() {
    drop(AHashMap::<u32, u32>::new());
}

// ---- uuid, chrono, url ----

#[test]
fn plain_values() {
    resets_to_default(Uuid::from_u128(7));
    assert!(Uuid::default().is_nil());
    let date = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
    let time = NaiveTime::from_hms_opt(4, 5, 6).unwrap();
    resets_to_default(date);
    resets_to_default(time);
    resets_to_default(NaiveDateTime::new(date, time));
    resets_to_default(date.and_time(time).and_utc());
    resets_to_default::<DateTime<FixedOffset>>(date.and_time(time).and_utc().into());
    resets_to_default(TimeDelta::seconds(7));
    resets_to_default(chrono::WeekdaySet::ALL);
    let mut parsed = chrono::format::Parsed::new();
    parsed.set_year(2026).unwrap();
    resets_to_default(parsed);
    assert_eq!(DateTime::<Utc>::MAX_RETAINED_BYTES, 0);
    assert_eq!(DateTime::<Utc>::default().timestamp(), 0);
    assert_eq!(TimeDelta::default(), TimeDelta::zero());
}

assert_not_impl_any!(Uuid: Growable);
assert_not_impl_any!(TimeDelta: Growable);
assert_not_impl_any!(Method: Growable);
assert_not_impl_any!(NonNilUuid: Poolable, Growable);
assert_not_impl_any!(chrono::Month: Poolable, Growable);
assert_not_impl_any!(chrono::Weekday: Poolable, Growable);
assert_not_impl_any!(chrono::IsoWeek: Poolable, Growable);
assert_not_impl_any!(FixedOffset: Poolable, Growable);
assert_not_impl_any!(Url: Poolable, Growable);
assert_not_impl_any!(Host<String>: Poolable, Growable);

// ---- bumpalo ----

#[test]
fn bump() {
    let filled = || {
        let bump = Bump::new();
        for _ in 0..100 {
            bump.alloc([7u64; 4]);
        }
        bump
    };
    let mut bump = filled();
    assert!(bump.iter_allocated_chunks().count() > 1);
    bump.reset_within(10_000);
    let kept = bump.allocated_bytes();
    assert!(kept > 0);
    assert_eq!(
        bump.iter_allocated_chunks().map(<[_]>::len).sum::<usize>(),
        0
    );
    bump.alloc(7);
    bump.reset_within(10_000);
    assert_eq!(bump.allocated_bytes(), kept);
    bump.reset_within(kept);
    assert_eq!(bump.allocated_bytes(), kept);
    bump.reset_within(kept - 100);
    assert_eq!(
        bump.allocated_bytes(),
        kept,
        "an arena made for this limit has the same chunk"
    );
    bump.reset_within(500);
    assert_eq!(
        bump.allocated_bytes(),
        960,
        "and so has one made for 500 bytes"
    );
    bump.reset_within(0);
    assert_eq!(bump.allocated_bytes(), 0);
    bump.set_allocation_limit(Some(1));
    bump.reset_within(10_000);
    assert_eq!(bump.allocation_limit(), None);
    let mut aligned = Bump::<8>::with_min_align();
    aligned.alloc(7u8);
    aligned.reset_within(0);
    assert_eq!(aligned.allocated_bytes(), 0);
}

// ---- the bounds ----

/// What is done to a buffer of `length` bytes before it is reset.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Advance(usize),
    SplitTo(usize),
    SplitOff(usize),
    Reserve(usize),
    Put(usize),
    Reset(usize),
}

fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let cut = prop_oneof![
        (0usize..3000).prop_map(Cut::Advance),
        (0usize..3000).prop_map(Cut::SplitTo),
        (0usize..3000).prop_map(Cut::SplitOff),
        (0usize..3000).prop_map(Cut::Reserve),
        (0usize..3000).prop_map(Cut::Put),
        (0usize..3000).prop_map(Cut::Reset),
    ];
    prop::collection::vec(cut, 0..12)
}

fn cut(buffer: &mut BytesMut, cuts: &[Cut]) {
    for cut in cuts {
        match *cut {
            Cut::Advance(count) => buffer.advance(count.min(buffer.len())),
            Cut::SplitTo(at) => drop(buffer.split_to(at.min(buffer.len()))),
            Cut::SplitOff(at) => drop(buffer.split_off(at.min(buffer.capacity()))),
            Cut::Reserve(count) => buffer.reserve(count),
            Cut::Put(count) => buffer.put_bytes(7, count),
            Cut::Reset(limit) => _ = buffer.reset_within(limit),
        }
    }
}

fn index_map<V: Default>(length: usize) -> IndexMap<u32, V, FixedHasher> {
    keys(length).map(|key| (key, V::default())).collect()
}

fn table<K: Eq + Hash, V: Default>(
    length: usize,
    key: impl Fn(u32) -> K,
) -> HashMap<K, V, FixedHasher> {
    keys(length).map(|k| (key(k), V::default())).collect()
}

#[derive(Default)]
#[repr(align(64))]
struct Aligned(#[expect(dead_code, reason = "takes room")] u8);

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn buffers_stay_within_their_footprint(
        limit in 0usize..3000,
        length in 0usize..6000,
        cuts in cuts(),
    ) {
        stays_within(limit, || {
            let mut buffer = BytesMut::zeroed(length);
            cut(&mut buffer, &cuts);
            buffer
        })?;
        stays_within(limit, || {
            let mut buffer = BytesMut::new();
            cut(&mut buffer, &cuts);
            buffer
        })?;
    }

    #[test]
    fn buffers_report_what_a_reset_frees(
        limit in 0usize..3000,
        length in 0usize..6000,
        cuts in cuts(),
        shares in any::<bool>(),
    ) {
        let mut buffer = BytesMut::zeroed(length);
        cut(&mut buffer, &cuts);
        let other = shares.then(|| buffer.split_off(buffer.len() / 2));
        let before = owned_by_this_thread();
        let outcome = buffer.reset_within(limit);
        prop_assert_eq!(outcome.shrinks() > 0, owned_by_this_thread() < before);
        drop(other);
    }

    #[test]
    fn inline_vectors_stay_within_their_footprint(limit in 0usize..600, length in 0usize..3000) {
        stays_within(limit, || (0..length).collect::<SmallVec<[usize; 4]>>())?;
        stays_within(limit, || SmallVec::<[u8; 32]>::from_elem(7, length))?;
        stays_within(limit, || (0..length).map(|_| "x".repeat(9)).collect::<SmallVec<[_; 2]>>())?;
        stays_within(limit, || (0..length).collect::<TinyVec<[usize; 4]>>())?;
        stays_within(limit, || (0..length).map(|_| 7).collect::<TinyVec<[u8; 32]>>())?;
        stays_within(limit, || TinyVec::<[u8; 32]>::Heap(vec![7; length]))?;
        stays_within(limit, || CompactString::from("x".repeat(length)))?;
        stays_within(limit, || {
            let mut text = CompactString::default();
            (0..length).for_each(|_| text.push('x'));
            text
        })?;
    }

    #[test]
    fn slabs_stay_within_their_footprint(limit in 0usize..600, length in 0usize..3000) {
        stays_within(limit, || (0..length).map(|key| (key, 7u8)).collect::<Slab<_>>())?;
        stays_within(limit, || (0..length).map(|key| (key, ())).collect::<Slab<_>>())?;
        stays_within(limit, || (0..length).map(|key| (key, Box::new(7))).collect::<Slab<_>>())?;
        stays_within(limit, || (0..length).map(|key| (key, Aligned(7))).collect::<Slab<_>>())?;
    }

    #[test]
    fn hash_tables_stay_within_their_footprint(limit in 0usize..3000, length in 0usize..6000) {
        allocate_the_seeds();
        stays_within(limit, || keys(length).map(|key| (key, 7u8)).collect::<AHashMap<_, _>>())?;
        stays_within(limit, || keys(length).collect::<AHashSet<_>>())?;
        stays_within(limit, || table::<_, ()>(length, |key| key))?;
        stays_within(limit, || table::<_, u8>(length, |key| key))?;
        stays_within(limit, || table::<_, String>(length, |key| key.to_string()))?;
        stays_within(limit, || table::<_, Aligned>(length, |key| key))?;
        stays_within(limit, || table::<_, ()>(length, |key| key.to_le_bytes()[0]).into_keys().collect::<HashSet<_, FixedHasher>>())?;
        stays_within(limit, || {
            let mut table = HashTable::new();
            fill_table(&mut table, length);
            table
        })?;
    }

    #[test]
    fn index_maps_stay_within_their_footprint(
        limit in 0usize..3000,
        length in 0usize..6000,
        stay in 0u32..6000,
    ) {
        stays_within(limit, || index_map::<()>(length))?;
        stays_within(limit, || index_map::<u8>(length))?;
        stays_within(limit, || index_map::<String>(length))?;
        stays_within(limit, || index_map::<Aligned>(length))?;
        stays_within(limit, || keys(length).collect::<IndexSet<_, FixedHasher>>())?;
        stays_within(limit, || {
            let mut map = index_map::<u64>(length);
            map.retain(|key, _| *key < stay);
            map
        })?;
    }

    #[test]
    fn tables_that_lost_elements_stay_within_their_footprint(
        limit in 0usize..600,
        length in 0usize..8000,
        stay in 0u32..100,
    ) {
        stays_within(limit, || {
            let mut map = table::<_, u64>(length, |key| key);
            for key in keys(length).filter(|key| *key >= stay) {
                map.remove(&key);
            }
            map
        })?;
        stays_within(limit, || {
            let mut map = index_map::<u64>(length);
            for _ in stay..u32::try_from(length).unwrap() {
                map.pop();
            }
            map
        })?;
    }

    #[test]
    fn arenas_stay_within_their_footprint(
        limit in 0usize..20_000,
        sizes in prop::collection::vec(0usize..5000, 0..20),
        capacity in 0usize..10_000,
    ) {
        let fill = |bump: Bump| {
            for size in &sizes {
                bump.alloc_slice_fill_copy(*size, 7u8);
            }
            bump.alloc(Aligned(7));
            bump
        };
        stays_within(limit, || fill(Bump::new()))?;
        stays_within(limit, || fill(Bump::with_capacity(capacity)))?;
        stays_within(limit, || {
            let bump = Bump::<16>::with_min_align();
            bump.alloc_slice_fill_copy(capacity, 7u8);
            bump
        })?;
    }

    #[test]
    fn a_capacity_from_bytes_stays_within_them(bytes in 0usize..100_000, length in 0usize..6000) {
        inverse_stays_within(bytes, || SmallVec::<[u16; 4]>::from_elem(7, length))?;
        inverse_stays_within(bytes, || CompactString::from("x".repeat(length)))?;
        inverse_stays_within(bytes, || table::<_, u8>(length, |key| key))?;
        inverse_stays_within(bytes, || index_map::<u64>(length))?;
        inverse_stays_within(bytes, || keys(length).collect::<IndexSet<_, FixedHasher>>())?;
        inverse_stays_within(bytes, || (0..length).map(|key| (key, 7u8)).collect::<Slab<_>>())?;
        inverse_stays_within(bytes, || {
            let bump = Bump::new();
            (0..length).for_each(|_| _ = bump.alloc(7u8));
            bump
        })?;
        // Half an element more would not fit.
        let footprint = <IndexMap<u32, u64, FixedHasher> as Growable>::FOOTPRINT;
        let capacity = footprint.max_capacity(bytes);
        prop_assert!(footprint.max_bytes(capacity) <= bytes);
        prop_assert!(footprint.max_bytes(capacity + 1) > bytes);
    }

    #[test]
    fn derived_types_stay_within_their_constant(length in 0usize..3000) {
        allocate_the_seeds();
        let owned = owned_after(|| Everything::filled(length), Poolable::reset);
        let bound = Everything::<FixedHasher>::MAX_RETAINED_BYTES;
        prop_assert!(bound < UNBOUNDED);
        prop_assert!(owned <= bound, "owns {} bytes, bound {}", owned, bound);
    }
}

/// A bound is of use only if it is near.
#[test]
fn the_bound_of_an_index_map_is_near() {
    for limit in [1, 3, 4, 7, 14, 28, 56, 100, 448, 4096] {
        let owned = owned_after(|| index_map::<u64>(10_000), |map| map.reset_within(limit));
        let bound = <IndexMap<u32, u64, FixedHasher> as Growable>::FOOTPRINT.max_bytes(limit);
        assert_eq!(owned, bound, "at limit {limit}");
    }
}

#[test]
fn the_bound_of_an_arena_is_exact() {
    for limit in [1, 448, 449, 1000, 4032, 4033, 4095, 4096, 6000, 100_000] {
        let full = || {
            let bump = Bump::new();
            (0..200_000).for_each(|_| _ = bump.alloc(7u8));
            bump
        };
        let owned = owned_after(full, |bump| bump.reset_within(limit));
        assert_eq!(
            owned,
            <Bump as Growable>::FOOTPRINT.max_bytes(limit),
            "at limit {limit}"
        );
    }
}

// ---- through the derive ----

/// One limit on the type reaches each field that can grow.
#[derive(Default, Poolable)]
#[pool(max_capacity = 100)]
struct Everything<S: BuildHasher> {
    buffer: BytesMut,
    slice: Bytes,
    small: SmallVec<[u64; 4]>,
    entries: IndexMap<u32, String, S>,
    names: IndexSet<u32, S>,
    map: HashMap<u32, u64, S>,
    set: HashSet<u32, S>,
    table: HashTable<u32>,
    slab: Slab<u64>,
    tiny: TinyVec<[u8; 8]>,
    tiny_array: tinyvec::ArrayVec<[u8; 8]>,
    array: ArrayVec<String, 4>,
    label: ArrayString<8>,
    fixed: heapless::Vec<String, 4>,
    arena: Bump,
    parts: [BytesMut; 2],
    boxed: Box<SmallVec<[u64; 4]>>,
    locked: std::sync::Mutex<Slab<u8>>,
    method: Method,
    uri: Uri,
    of_std: StdHashMap<u32, u64, S>,
    text: CompactString,
    numbers: AHashMap<u32, u64>,
    id: Uuid,
    at: DateTime<Utc>,
    page: Option<Url>,
}

impl Everything<FixedHasher> {
    fn filled(length: usize) -> Self {
        Self {
            buffer: BytesMut::zeroed(length),
            slice: vec![7; length].into(),
            small: (0..).take(length).collect(),
            entries: index_map(length),
            names: keys(length).collect(),
            map: table(length, |key| key),
            set: keys(length).collect(),
            slab: (0..length).map(|key| (key, 7)).collect(),
            tiny: (0..length).map(|_| 7).collect(),
            array: (0..4).map(|_| "x".repeat(length)).collect(),
            parts: [BytesMut::zeroed(length), BytesMut::zeroed(7)],
            boxed: Box::new((0..).take(length).collect()),
            of_std: keys(length).map(|key| (key, 7)).collect(),
            ..Self::default()
        }
    }
}

#[derive(Default, Poolable)]
struct Limited<K: Eq + Hash, T, S: BuildHasher, const N: usize> {
    #[pool(max_capacity = 64)]
    headers: HeaderMap,
    #[pool(max_capacity = N)]
    buffer: BytesMut,
    #[pool(max_bytes = 4096)]
    map: HashMap<K, T, S>,
    #[pool(max_bytes = 4096)]
    entries: IndexMap<K, T, S>,
    #[pool(unbounded)]
    set: HashSet<K, S>,
    #[pool(max_capacity = 9)]
    slab: Slab<T>,
    #[pool(max_capacity = 1000)]
    numbers: AHashMap<K, T>,
    #[pool(max_capacity = 9)]
    text: CompactString,
    #[pool(max_capacity = 1000)]
    bits: FixedBitSet,
    #[pool(max_capacity = 1000)]
    arena: Bump,
    status: StatusCode,
    version: Version,
    extensions: Extensions,
}

/// Asks nothing of the element type, as the containers do not.
#[derive(Default)]
struct NotPoolable;

#[test]
fn limits_on_fields() {
    type Of = Limited<u32, NotPoolable, FixedHasher, 50>;
    let mut value: Of = Limited::default();
    value.buffer.put_bytes(7, 1000);
    value
        .headers
        .insert("name", HeaderValue::from_static("value"));
    value.map.extend(keys(1000).map(|key| (key, NotPoolable)));
    value
        .entries
        .extend(keys(1000).map(|key| (key, NotPoolable)));
    value.set.extend(keys(1000));
    value.slab.insert(NotPoolable);
    value.bits.grow_and_insert(99);
    value.arena.alloc(7);
    value.status = StatusCode::NOT_FOUND;
    value.version = Version::HTTP_2;
    value.extensions.insert(7);
    value.reset();
    assert_eq!(value.buffer.capacity(), 50);
    assert!(value.headers.is_empty() && value.headers.capacity() > 0);
    assert!(value.map.is_empty() && value.map.capacity() < 1000);
    assert!(value.entries.is_empty() && value.entries.capacity() < 1000);
    assert!(value.set.is_empty() && value.set.capacity() >= 1000);
    assert!(value.slab.is_empty() && value.slab.capacity() > 0);
    assert_eq!(value.bits.len(), 0);
    assert_eq!(value.status, StatusCode::OK);
    assert_eq!(value.version, Version::HTTP_11);
    assert!(value.extensions.is_empty());
    assert_eq!(Of::MAX_RETAINED_BYTES, UNBOUNDED);
}

#[test]
fn a_limit_on_the_type() {
    let mut value = Everything::filled(1000);
    value.method = Method::POST;
    fill_table(&mut value.table, 1000);
    value.locked.get_mut().unwrap().insert(7);
    value.label.push('x');
    value.tiny_array.push(7);
    value.fixed.push("x".into()).unwrap();
    value.arena.alloc([7u64; 1000]);
    value.uri = Uri::from_static("/elsewhere");
    value.text.push_str(&"x".repeat(1000));
    value.numbers.extend(keys(1000).map(|key| (key, 7)));
    value.id = Uuid::max();
    value.at = DateTime::from_timestamp(7, 0).unwrap();
    value.page = Some("https://example.com".parse().unwrap());
    value.reset();
    assert_eq!(value.buffer.capacity(), 100);
    assert!(value.slice.is_empty());
    assert_eq!(value.small.capacity(), 100);
    assert_eq!(value.entries.capacity(), 100);
    assert_eq!(value.names.capacity(), 100);
    assert_eq!(value.map.capacity(), 112);
    assert_eq!(value.set.capacity(), 112);
    assert_eq!(value.table.capacity(), 112);
    assert_eq!(value.slab.capacity(), 100);
    assert_eq!(value.tiny.capacity(), 100);
    assert!(value.tiny_array.is_empty() && value.array.is_empty());
    assert!(value.label.is_empty() && value.fixed.is_empty());
    assert_eq!(value.arena.allocated_bytes(), 448);
    assert_eq!(value.parts.each_ref().map(BytesMut::capacity), [100, 7]);
    assert_eq!(value.boxed.capacity(), 100);
    assert!(value.locked.get_mut().unwrap().is_empty());
    assert_eq!(value.method, Method::GET);
    assert_eq!(value.uri, Uri::default());
    assert_eq!(value.of_std.capacity(), 112);
    assert_eq!(value.text.capacity(), 100);
    assert_eq!(value.numbers.capacity(), 112);
    assert!(value.id.is_nil() && value.page.is_none());
    assert_eq!(value.at, DateTime::<Utc>::default());
}

#[test]
fn a_pool_of_buffers() {
    static BUFFERS: Pool<Bounded<BytesMut, 4096>> = Pool::new();
    let mut buffer = BUFFERS.get();
    buffer.put_bytes(7, 100_000);
    drop(buffer);
    let buffer = BUFFERS.get();
    assert!(buffer.is_empty());
    assert_eq!(buffer.capacity(), 4096);
}
