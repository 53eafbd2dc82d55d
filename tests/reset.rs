//! What reset means: for each type of the table, and for what the derive writes.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::{CStr, OsStr, OsString};
use std::fmt::Debug;
use std::io::Cursor;
use std::marker::{PhantomData, PhantomPinned};
use std::num::{Saturating, Wrapping};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::Duration;

use qnpool::{Bounded, Growable, Poolable, RecyclingVec, UNBOUNDED};

#[track_caller]
fn resets<T: Poolable + Debug>(mut value: T, pristine: &T, same: impl Fn(&T, &T) -> bool) {
    assert!(!same(&value, pristine), "{value:?} is pristine already");
    value.reset();
    assert!(same(&value, pristine), "{value:?} is not {pristine:?}");
    value.reset();
    assert!(same(&value, pristine), "a second reset changed {value:?}");
}

#[track_caller]
fn resets_to<T: Poolable + Debug + PartialEq>(value: T, pristine: &T) {
    resets(value, pristine, PartialEq::eq);
}

macro_rules! resets_to_zero {
    ($($type:ty)*) => {$(
        resets_to(<$type>::from(7u8), &<$type>::from(0u8));
        assert_eq!(<$type>::MAX_RETAINED_BYTES, 0);
    )*};
}

#[test]
fn scalars_reset_to_zero() {
    resets_to_zero!(i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);
    resets_to(7i8, &0);
    resets_to(true, &false);
    resets_to('x', &'\0');
    resets_to(Duration::from_millis(3), &Duration::ZERO);
    resets_to(Wrapping(3u8), &Wrapping(0));
    resets_to(Saturating(3i64), &Saturating(0));
    ().reset();
    PhantomData::<str>.reset();
    PhantomPinned.reset();
}

macro_rules! resets_atomics {
    ($($atomic:ident)*) => {$(
        let mut atomic = $atomic::new(7);
        atomic.reset();
        assert_eq!(atomic.into_inner(), 0);
    )*};
}

#[test]
fn atomics_reset_to_zero() {
    resets_atomics!(AtomicI8 AtomicI16 AtomicI32 AtomicI64 AtomicIsize);
    resets_atomics!(AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize);
    let mut flag = AtomicBool::new(true);
    flag.reset();
    assert!(!flag.into_inner());
    let mut target = 1u8;
    let mut pointer = AtomicPtr::new(&raw mut target);
    pointer.reset();
    assert_eq!(pointer.into_inner(), ptr::null_mut());
}

#[test]
fn an_option_drops_its_value() {
    let shared = Arc::new(());
    let mut option = Some(Arc::clone(&shared));
    option.reset();
    assert!(option.is_none());
    assert_eq!(Arc::strong_count(&shared), 1);
}

#[test]
fn parts_are_reset_in_place() {
    resets_to([1u8, 2], &[0, 0]);
    resets_to((1u8, 'x', [true; 2]), &(0, '\0', [false; 2]));
    resets_to(
        (
            1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8, 9u8, 10u8, 11u8, 12u8,
        ),
        &Default::default(),
    );
    let mut boxed = Box::new([7u64; 4]);
    let address: *const _ = &raw const *boxed;
    boxed.reset();
    assert_eq!(*boxed, [0; 4]);
    assert_eq!(&raw const *boxed, address);
    assert_eq!(<Box<[u64; 4]>>::MAX_RETAINED_BYTES, 32);
}

#[test]
fn both_ends_of_a_range_are_reset() {
    type Lines = std::ops::Range<Bounded<String, 8>>;

    resets_to(3_u32..7, &(0..0));
    resets_to([1_u8]..[2], &([0]..[0]));
    assert_eq!(Lines::MAX_RETAINED_BYTES, 16);
}

#[test]
fn cells_and_locks_are_reset_through_get_mut() {
    resets_to(Cell::new(7u8), &Cell::new(0));
    resets_to(RefCell::new(7u8), &RefCell::new(0));
    resets_to(OnceCell::from("set"), &OnceCell::new());
    resets_to(OnceLock::from("set"), &OnceLock::new());
    let mut lock = Mutex::new(7u8);
    lock.reset();
    assert_eq!(lock.into_inner().unwrap(), 0);
    let mut lock = RwLock::new(7u8);
    lock.reset();
    assert_eq!(lock.into_inner().unwrap(), 0);
}

#[test]
fn a_poisoned_lock_is_cleared() {
    let mut mutex = Mutex::new(7u8);
    let mut rw_lock = RwLock::new(vec![7u8; 100]);
    let poison = || {
        let _mutex = mutex.lock().unwrap();
        let _rw_lock = rw_lock.write().unwrap();
        std::panic::resume_unwind(Box::new("planned"));
    };
    catch_unwind(AssertUnwindSafe(poison)).unwrap_err();
    assert!(mutex.is_poisoned() && rw_lock.is_poisoned());
    mutex.reset();
    rw_lock.reset_within(10);
    assert!(!mutex.is_poisoned() && !rw_lock.is_poisoned());
    assert_eq!(mutex.into_inner().unwrap(), 0);
    assert_eq!(rw_lock.into_inner().unwrap().capacity(), 10);
}

#[test]
fn containers_of_nodes_are_cleared() {
    resets_to(BTreeMap::from([(1, "one")]), &BTreeMap::new());
    resets_to(BTreeSet::from([1]), &BTreeSet::new());
    resets_to(LinkedList::from([1]), &LinkedList::new());
}

#[test]
fn a_cow_becomes_borrowed_and_empty() {
    resets_to(Cow::<'static, str>::Owned("x".into()), &Cow::Borrowed(""));
    resets_to(Cow::<'static, [u8]>::Owned(vec![1]), &Cow::Borrowed(&[]));
    resets_to(
        Cow::<'static, OsStr>::Owned("x".into()),
        &Cow::Borrowed(OsStr::new("")),
    );
    resets_to(
        Cow::<'static, Path>::Owned("x".into()),
        &Cow::Borrowed(Path::new("")),
    );
    resets_to(Cow::<'static, CStr>::Borrowed(c"x"), &Cow::Borrowed(c""));
    let mut text = Cow::<'static, str>::Owned("x".into());
    text.reset();
    assert!(matches!(text, Cow::Borrowed(_)));
}

/// Cleared; capacity under the limit kept, over it cut to exactly the limit.
#[track_caller]
fn is_cut<C: Growable>(make: impl Fn(usize) -> C, capacity: impl Fn(&C) -> usize) {
    let mut large = make(1000);
    assert!(capacity(&large) >= 1000);
    large.reset_within(100);
    assert_eq!(capacity(&large), 100);
    large.reset_within(UNBOUNDED);
    assert_eq!(capacity(&large), 100);

    let mut small = make(50);
    let kept = capacity(&small);
    small.reset_within(100);
    assert_eq!(capacity(&small), kept);
}

#[test]
fn growable_containers_are_cut_to_the_limit() {
    is_cut(|n| vec![7u64; n], Vec::capacity);
    is_cut(
        |n| RecyclingVec::from(vec![7u64; n]),
        RecyclingVec::capacity,
    );
    is_cut(|n| VecDeque::from(vec![7u64; n]), VecDeque::capacity);
    is_cut(|n| BinaryHeap::from(vec![7u64; n]), BinaryHeap::capacity);
    is_cut(|n| "x".repeat(n), String::capacity);
    is_cut(|n| OsString::from("x".repeat(n)), OsString::capacity);
    is_cut(|n| PathBuf::from("x".repeat(n)), PathBuf::capacity);
    is_cut(|n| Cursor::new(vec![7u8; n]), |it| it.get_ref().capacity());
    is_cut(|n| Box::new(vec![7u8; n]), |it| it.capacity());
    is_cut(|n| [vec![7u8; n], Vec::new()], |it| it[0].capacity());
    is_cut(|n| RefCell::new(vec![7u8; n]), |it| it.borrow().capacity());
    is_cut(
        |n| Mutex::new(vec![7u8; n]),
        |it| it.lock().unwrap().capacity(),
    );
    is_cut(
        |n| RwLock::new(vec![7u8; n]),
        |it| it.read().unwrap().capacity(),
    );
}

#[test]
fn a_cursor_goes_back_to_the_start() {
    let mut cursor = Cursor::new(vec![7u8; 9]);
    cursor.set_position(5);
    cursor.reset_within(100);
    assert_eq!((cursor.position(), cursor.get_ref().len()), (0, 0));

    let mut cursor = Cursor::new([7u8; 4]);
    cursor.set_position(2);
    cursor.reset();
    assert_eq!(cursor, Cursor::new([0; 4]));
}

/// A table's capacity is that of its size, so the limit is rounded up to it.
#[test]
fn hash_tables_are_cut_to_the_next_table_size() {
    let mut map: HashMap<u32, u32> = (0..10_000).map(|key| (key, key)).collect();
    map.reset_within(100);
    assert!(map.is_empty());
    assert!((100..200).contains(&map.capacity()), "{}", map.capacity());
    let kept = map.capacity();
    map.reset_within(100);
    assert_eq!(map.capacity(), kept);

    let mut set: HashSet<String> = (0..10_000).map(|key| key.to_string()).collect();
    set.reset_within(1);
    assert!(set.is_empty() && set.capacity() < 15, "{}", set.capacity());
}

#[test]
fn elements_of_no_size_never_shrink() {
    let mut units = vec![(); 100];
    units.reset_within(10);
    assert!(units.is_empty());
    assert_eq!(units.capacity(), usize::MAX);
    assert_eq!(<Vec<()>>::FOOTPRINT.max_bytes(10), 0);
}

#[test]
fn a_cleared_container_drops_elements_of_any_type() {
    struct NotPoolable {
        _shared: Arc<()>,
    }
    let shared = Arc::new(());
    let not_poolable = || NotPoolable {
        _shared: Arc::clone(&shared),
    };
    let captured = Arc::clone(&shared);
    let mut vec = vec![not_poolable()];
    let mut closures: Vec<Box<dyn Fn()>> = vec![Box::new(move || drop(Arc::clone(&captured)))];
    let mut map = HashMap::from([(1, not_poolable())]);
    vec.reset_within(10);
    closures.reset_within(10);
    map.reset_within(10);
    assert_eq!(Arc::strong_count(&shared), 1);
}

#[test]
fn a_bounded_container_is_the_container() {
    let mut text = Bounded::<String, 10>::new("x".repeat(50));
    assert_eq!(text.len(), 50);
    text.push('y');
    text.reset();
    assert_eq!((text.len(), text.capacity()), (0, 10));
    assert_eq!(Bounded::<Vec<u32>, 10>::MAX_RETAINED_BYTES, 40);
    assert_eq!(
        Bounded::<String, 5>::from(String::from("a")).into_inner(),
        "a"
    );
    assert_eq!(size_of::<Bounded<String, 5>>(), size_of::<String>());
}
