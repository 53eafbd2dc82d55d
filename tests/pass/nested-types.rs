//! Derived types inside of derived types, and what they keep in sum.

use std::cell::{Cell, RefCell};
use std::io::Cursor;
use std::num::{Saturating, Wrapping};
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use qnpool::{Bounded, Pool, Poolable, UNBOUNDED};

#[derive(Debug, Default, Poolable)]
struct Header {
    #[pool(max_capacity = 8)]
    name: String,
    length: u32,
}

#[derive(Debug, Default, Poolable)]
struct Packet {
    header: Header,
    boxed: Box<Header>,
    many: [Header; 4],
    pair: (Header, Bounded<Vec<u8>, 32>),
    locked: Mutex<Header>,
    shared: RwLock<(u8, Header)>,
    cell: RefCell<Header>,
    optional: Option<Header>,
    cursor: Cursor<[u8; 4]>,
}

#[derive(Debug, Default, Poolable)]
struct Scalars {
    wrapping: Wrapping<u8>,
    saturating: Saturating<i8>,
    float: f64,
    letter: char,
    unit: (),
    duration: Duration,
    atomic: AtomicU64,
    flag: AtomicBool,
    counter: Cell<u64>,
    large: u128,
}

#[derive(Default, Poolable)]
struct WithUnbounded {
    first: Header,
    #[pool(unbounded)]
    second: Vec<u8>,
}

#[derive(Default, Poolable)]
struct Outer(WithUnbounded);

#[derive(Default, Poolable)]
struct Generic<T>(T, Option<T>);

static PACKETS: Pool<Packet> = Pool::new();

fn main() {
    assert_eq!(Header::MAX_RETAINED_BYTES, 8);
    let expected = 8 + (size_of::<Header>() + 8) + 4 * 8 + (8 + 32) + 8 + 8 + 8;
    assert_eq!(Packet::MAX_RETAINED_BYTES, expected);
    assert_eq!(Scalars::MAX_RETAINED_BYTES, 0);
    assert_eq!(Outer::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(Generic::<Header>::MAX_RETAINED_BYTES, 8);

    let mut packet = PACKETS.get();
    let header = || Header {
        name: "x".repeat(100),
        length: 9,
    };
    packet.header = header();
    packet.many[2] = header();
    packet.pair = (header(), Bounded::new(vec![9; 100]));
    packet.locked = Mutex::new(header());
    packet.optional = Some(header());
    packet.cursor.set_position(3);
    let allocation: *const Header = &*packet.boxed;
    drop(packet);

    let packet = PACKETS.get();
    let is_pristine = |header: &Header| header.name.capacity() <= 8 && header.length == 0;
    assert!(is_pristine(&packet.header) && packet.many.iter().all(is_pristine));
    assert!(is_pristine(&packet.pair.0) && packet.pair.1.capacity() == 32);
    assert!(is_pristine(&packet.locked.lock().unwrap()));
    assert!(packet.optional.is_none() && packet.cursor.position() == 0);
    assert_eq!(allocation, &raw const *packet.boxed);
    let _ = Scalars::default();
}
