//! A type parameter has to be poolable only where reset reaches its value.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::sync::atomic::AtomicPtr;
use std::sync::{Mutex, OnceLock};

use qnpool::{Poolable, RecyclingVec};

/// Has no trait at all.
struct Opaque;

#[derive(Poolable)]
struct Writer<W, D> {
    inner: Option<W>,
    data: D,
    #[pool(max_capacity = 16)]
    buffer: Vec<u8>,
}

#[derive(Poolable)]
struct Emptied<T> {
    option: Option<T>,
    boxed: Option<Box<T>>,
    marker: PhantomData<T>,
    function: PhantomData<fn(T) -> T>,
    cell: OnceCell<T>,
    lock: OnceLock<T>,
    pointer: AtomicPtr<T>,
    list: LinkedList<T>,
    tree: BTreeMap<u8, T>,
    nested: Option<Vec<Option<T>>>,
}

#[derive(Poolable)]
struct Limited<T> {
    #[pool(max_capacity = 4)]
    vector: Vec<T>,
    #[pool(max_bytes = 64)]
    deque: VecDeque<T>,
    #[pool(unbounded)]
    nested: Vec<Vec<T>>,
    #[pool(max_capacity = 4)]
    values: HashMap<u8, T>,
    #[pool(max_capacity = 4)]
    parts: [Vec<T>; 2],
    #[pool(max_capacity = 4)]
    boxed: Box<Vec<T>>,
}

#[derive(Poolable)]
#[pool(max_capacity = 4)]
struct LimitedByType<T, U> {
    vector: Vec<T>,
    deque: VecDeque<Option<T>>,
    values: HashMap<u8, T>,
    option: Option<T>,
    reached: U,
}

/// The elements are reset, so what they are has to be poolable, and no more.
#[derive(Poolable)]
struct Recycled<T, U> {
    #[pool(max_capacity = 4)]
    elements: RecyclingVec<T>,
    #[pool(max_capacity = 4)]
    emptied: [Box<RecyclingVec<(u8, Option<U>)>>; 2],
}

#[derive(Poolable)]
#[pool(max_capacity = 4)]
struct RecycledByType<T, U> {
    elements: RecyclingVec<T>,
    emptied: Box<RecyclingVec<Option<U>>>,
}

#[derive(Poolable)]
struct Keyed<K: Ord, V> {
    #[pool(max_capacity = 4)]
    entries: HashMap<K, V>,
    #[pool(max_capacity = 4)]
    keys: HashSet<K>,
    #[pool(max_capacity = 4)]
    heap: BinaryHeap<K>,
    tree: BTreeMap<K, V>,
    set: BTreeSet<K>,
}

#[derive(Poolable)]
struct Told<T> {
    #[pool(keep = "set once")]
    kept: T,
    #[pool(with = drop_all)]
    cleared: Vec<T>,
    #[pool(value = Err(0))]
    replaced: Result<T, u8>,
}

fn drop_all<T>(values: &mut Vec<T>) {
    values.clear();
}

/// Asks nothing of its parameters, so that these hold for all.
fn writer_of_anything<W, D: Poolable>() -> usize {
    Writer::<W, D>::MAX_RETAINED_BYTES
}

fn emptied_of_anything<T>() -> usize {
    Emptied::<T>::MAX_RETAINED_BYTES
}

fn limited_of_anything<T>() -> usize {
    Limited::<T>::MAX_RETAINED_BYTES
}

fn limited_by_type_of_anything<T, U: Poolable>() -> usize {
    LimitedByType::<T, U>::MAX_RETAINED_BYTES
}

fn recycled_of_anything<T: Poolable, U>() -> (usize, usize) {
    (
        Recycled::<T, U>::MAX_RETAINED_BYTES,
        RecycledByType::<T, U>::MAX_RETAINED_BYTES,
    )
}

fn told_of_anything<T>() -> usize {
    Told::<T>::MAX_RETAINED_BYTES
}

fn keyed<K: Ord + std::hash::Hash, V>() -> usize {
    Keyed::<K, V>::MAX_RETAINED_BYTES
}

/// A table can be limited where its key can be hashed, in a wrapper too.
#[derive(Default, Poolable)]
#[pool(max_capacity = 3)]
struct TablesLimitedByType<K, V> {
    boxed: Box<HashMap<K, V>>,
    parts: [HashSet<K>; 2],
    locked: Mutex<HashMap<V, K>>,
}

fn main() {
    let mut tables = TablesLimitedByType::<u8, u16>::default();
    tables.boxed.extend((0..100).map(|key| (key, 0)));
    tables.parts[1].extend(0..100);
    tables.reset();
    assert!(tables.boxed.capacity() < 20 && tables.parts[1].capacity() < 20);

    let mut writer = Writer {
        inner: Some(Opaque),
        data: 7u32,
        buffer: vec![1; 100],
    };
    writer.reset();
    assert!(writer.inner.is_none() && writer.data == 0 && writer.buffer.capacity() == 16);

    assert_eq!(writer_of_anything::<Opaque, u8>(), 16);
    assert_eq!(emptied_of_anything::<Opaque>(), 0);
    assert_eq!(limited_of_anything::<Opaque>(), usize::MAX);
    assert_eq!(
        limited_by_type_of_anything::<Opaque, [u8; 4]>(),
        LimitedByType::<(), ()>::MAX_RETAINED_BYTES
    );
    assert!(recycled_of_anything::<u64, Opaque>() > (32, 32));
    assert!(keyed::<u32, Opaque>() > 0);
    assert_eq!(told_of_anything::<Opaque>(), usize::MAX);

    let mut told = Told {
        kept: Opaque,
        cleared: vec![Opaque],
        replaced: Ok(Opaque),
    };
    told.reset();
    let Opaque = told.kept;
    assert!(told.cleared.is_empty() && matches!(told.replaced, Err(0)));
}
