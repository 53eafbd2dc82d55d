//! The words that stand on the type.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::sync::{Arc, Mutex, RwLock};

use qnpool::{Bounded, Poolable, UNBOUNDED};

/// The limit holds for what can grow and has none of its own.
#[derive(Default, Poolable)]
#[pool(max_capacity = 16)]
struct Limited {
    number: u32,
    bytes: Vec<u8>,
    text: String,
    #[pool(max_capacity = 4)]
    own: Vec<u8>,
    #[pool(max_bytes = 8)]
    own_bytes: Vec<u32>,
    #[pool(unbounded)]
    unlimited: Vec<u8>,
    #[pool(keep = "set once")]
    kept: Vec<u8>,
    option: Option<Vec<u8>>,
    tree: BTreeMap<u8, u8>,
    boxed: Box<Vec<u8>>,
    parts: [Vec<u8>; 2],
    cell: Cell<Vec<u8>>,
    ref_cell: RefCell<Vec<u8>>,
    mutex: Mutex<Vec<u8>>,
    rwlock: RwLock<Vec<u8>>,
    cursor: Cursor<Vec<u8>>,
    bounded: Bounded<Vec<u8>, 2>,
    tuple: (u8, Bounded<String, 2>, Option<Arc<u8>>),
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 16)]
struct Tables {
    map: HashMap<u64, u64>,
    nothing_that_grows: u8,
}

#[derive(Poolable)]
#[pool(max_capacity = 16)]
enum LimitedEnum {
    #[pool(default)]
    Reading(Vec<u8>, u32),
    Closed,
}

#[derive(Poolable)]
#[pool(discard_if = is_broken)]
struct Connection {
    broken: bool,
}

fn is_broken(connection: &Connection) -> bool {
    connection.broken
}

#[derive(Poolable)]
#[pool(discard_if = Self::is_large)]
struct Large<'a, T> {
    size: usize,
    path: Option<&'a T>,
}

impl<T> Large<'_, T> {
    const fn is_large(&self) -> bool {
        self.size > 100
    }
}

#[derive(Poolable)]
#[pool(default)]
struct Replaced {
    number: u32,
    bytes: Vec<u8>,
    shared: Arc<u32>,
    name: &'static str,
    call: fn(u32) -> u32,
    boxed: Box<dyn Fn() -> u32>,
}

impl Default for Replaced {
    fn default() -> Self {
        Self {
            number: 7,
            bytes: Vec::new(),
            shared: Arc::new(3),
            name: "new",
            call: |number| number,
            boxed: Box::new(|| 3),
        }
    }
}

#[derive(Default, Poolable)]
#[pool(default)]
struct ReplacedGeneric<T>(T);

#[derive(Default, Poolable)]
#[pool(default, discard_if = Self::never)]
struct ReplacedOrNot(u32);

impl ReplacedOrNot {
    fn never(&self) -> bool {
        self.0 == 9
    }
}

#[derive(Poolable)]
#[pool(bound = "")]
struct Unbound<T> {
    value: Option<T>,
    number: u32,
}

#[derive(Poolable)]
#[pool(bound = "T: Poolable, U: Clone")]
struct Bound<T, U> {
    value: T,
    option: Option<U>,
}

#[derive(Poolable)]
#[pool(bound = "T: Poolable + Copy,")]
struct BoundWithComma<T>(T);

#[derive(Poolable)]
#[pool(max_retained_bytes = 16)]
struct Exact {
    #[pool(max_capacity = 16)]
    bytes: Vec<u8>,
}

#[derive(Poolable)]
#[pool(max_retained_bytes = 0)]
struct Nothing {
    number: u32,
    option: Option<Vec<u8>>,
}

#[derive(Poolable)]
#[pool(crate = ::qnpool)]
#[pool(max_capacity = 4)]
#[pool(max_retained_bytes = 8, discard_if = InSeveral::never)]
struct InSeveral {
    bytes: Vec<u8>,
    text: String,
}

impl InSeveral {
    fn never(&self) -> bool {
        false
    }
}

mod reexport {
    pub mod deep {
        pub use ::qnpool::*;
    }
}

#[derive(Poolable)]
#[pool(crate = crate::reexport::deep)]
struct Reexported {
    #[pool(max_capacity = 4)]
    bytes: Vec<u8>,
}

fn limited() {
    assert_eq!(Limited::MAX_RETAINED_BYTES, UNBOUNDED);
    let large = || vec![1u8; 100];
    let mut limited = Limited {
        number: 1,
        bytes: large(),
        text: "x".repeat(100),
        own: large(),
        own_bytes: vec![1; 100],
        unlimited: large(),
        kept: large(),
        option: Some(large()),
        tree: BTreeMap::from([(1, 1)]),
        boxed: Box::new(large()),
        parts: [large(), large()],
        cell: Cell::new(large()),
        ref_cell: RefCell::new(large()),
        mutex: Mutex::new(large()),
        rwlock: RwLock::new(large()),
        cursor: Cursor::new(large()),
        bounded: Bounded::new(large()),
        tuple: (1, Bounded::new("x".repeat(100)), Some(Arc::new(1))),
    };
    limited.cursor.set_position(9);
    limited.reset();
    assert_eq!(limited.number, 0);
    assert_eq!(limited.bytes.capacity(), 16);
    assert_eq!(limited.text.capacity(), 16);
    assert_eq!(
        (limited.own.capacity(), limited.own_bytes.capacity()),
        (4, 2)
    );
    assert!(limited.unlimited.is_empty() && limited.unlimited.capacity() >= 100);
    assert_eq!(limited.kept.len(), 100);
    assert!(limited.option.is_none() && limited.tree.is_empty());
    assert_eq!(limited.boxed.capacity(), 16);
    assert_eq!(limited.parts.each_ref().map(Vec::capacity), [16, 16]);
    assert_eq!(limited.cell.take().capacity(), 16);
    assert_eq!(limited.ref_cell.take().capacity(), 16);
    assert_eq!(limited.mutex.into_inner().unwrap().capacity(), 16);
    assert_eq!(limited.rwlock.into_inner().unwrap().capacity(), 16);
    assert_eq!(limited.cursor.position(), 0);
    assert_eq!(limited.cursor.get_ref().capacity(), 16);
    assert_eq!(limited.bounded.capacity(), 2);
    assert!(limited.tuple.0 == 0 && limited.tuple.1.capacity() == 2 && limited.tuple.2.is_none());
}

fn main() {
    limited();
    let mut tables = Tables::default();
    tables.map.extend((0..1000).map(|number| (number, number)));
    tables.reset();
    assert!(tables.map.is_empty() && tables.map.capacity() < 100);
    assert!(Tables::MAX_RETAINED_BYTES >= 16 * 16);
    let mut state = LimitedEnum::Reading(vec![1; 100], 1);
    state.reset();
    assert!(matches!(&state, LimitedEnum::Reading(bytes, 0) if bytes.capacity() == 16));
    let _ = LimitedEnum::Closed;

    assert!(Connection { broken: true }.should_discard());
    assert!(!Connection { broken: false }.should_discard());
    assert!(
        Large {
            size: 101,
            path: Some(&1)
        }
        .should_discard()
    );
    assert!(
        !Nothing {
            number: 1,
            option: None
        }
        .should_discard()
    );

    let mut replaced = Replaced {
        number: 1,
        bytes: vec![1],
        shared: Arc::new(1),
        name: "used",
        call: |_| 0,
        boxed: Box::new(|| 1),
    };
    replaced.reset();
    assert_eq!(
        (replaced.number, replaced.bytes.capacity(), *replaced.shared),
        (7, 0, 3)
    );
    assert_eq!(Replaced::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(ReplacedGeneric::<u32>::MAX_RETAINED_BYTES, 0);
    let mut generic = ReplacedGeneric("text");
    generic.reset();
    assert_eq!(generic.0, "");
    let mut replaced = ReplacedOrNot(9);
    assert!(replaced.should_discard());
    replaced.reset();
    assert!(replaced.0 == 0 && !replaced.should_discard());

    let mut unbound = Unbound {
        value: Some(std::thread::current()),
        number: 1,
    };
    unbound.reset();
    assert!(unbound.value.is_none() && unbound.number == 0);
    let mut bound = Bound {
        value: 1u8,
        option: Some(String::new()),
    };
    bound.reset();
    assert!(bound.value == 0 && bound.option.is_none());
    let mut bound = BoundWithComma(1u8);
    bound.reset();
    assert_eq!(bound.0, 0);

    assert_eq!(Exact::MAX_RETAINED_BYTES, 16);
    assert_eq!(Nothing::MAX_RETAINED_BYTES, 0);
    assert_eq!(InSeveral::MAX_RETAINED_BYTES, 8);
    assert_eq!(Reexported::MAX_RETAINED_BYTES, 4);
    let mut reexported = Reexported { bytes: vec![1; 9] };
    reexported.reset();
    assert_eq!(reexported.bytes.capacity(), 4);
    let _ = Exact { bytes: Vec::new() };
    let _ = InSeveral {
        bytes: Vec::new(),
        text: String::new(),
    };
}
