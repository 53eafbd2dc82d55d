//! What a pool promises when nothing goes wrong.

mod identities;

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use qnpool::{Bounded, Guard, OwnedGuard, Pool, Poolable, UNBOUNDED};

use identities::assert_identities;

#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 64)]
struct Packet {
    body: Vec<u8>,
    sequence: u64,
    tags: Vec<String>,
}

impl Packet {
    fn is_pristine(&self) -> bool {
        self.body.is_empty() && self.sequence == 0 && self.tags.is_empty()
    }

    fn fill(&mut self) {
        self.body.extend_from_slice(&[7; 1000]);
        self.sequence = 9;
        self.tags.push("large".into());
    }
}

#[test]
fn an_object_comes_back_reset() {
    let pool = Pool::<Packet>::new();
    let mut packet = pool.get();
    packet.fill();
    let address: *const Packet = &raw const *packet;
    drop(packet);

    let packet = pool.get();
    assert!(packet.is_pristine(), "{packet:?}");
    assert_eq!(packet.body.capacity(), 64);
    assert_eq!(&raw const *packet, address, "the same object");
    let stats = pool.stats();
    assert_eq!(
        (stats.created, stats.depot_hits, stats.outstanding),
        (1, 1, 1)
    );
    assert_identities(stats);
}

#[test]
fn a_new_object_is_reset_too() {
    let pool = Pool::with(|| {
        let mut packet = Packet::default();
        packet.fill();
        packet
    });
    let packet = pool.get();
    assert!(packet.is_pristine(), "{packet:?}");
    assert_eq!(packet.body.capacity(), 64);
}

#[test]
fn a_guard_from_a_static_moves_into_a_thread() {
    static PACKETS: Pool<Packet> = Pool::new();
    let mut packet: Guard<'static, Packet> = PACKETS.get();
    packet.sequence = 3;
    thread::spawn(move || assert_eq!(packet.sequence, 3))
        .join()
        .unwrap();
    assert_eq!(PACKETS.stats().idle, 1);
    assert_eq!(PACKETS.stats().outstanding, 0);
}

#[test]
fn an_owned_guard_outlives_the_handle() {
    let pool = Arc::new(Pool::<Packet>::new());
    let weak = Arc::downgrade(&pool);
    let mut packet: OwnedGuard<Packet> = pool.get_owned();
    drop(pool);
    packet.fill();
    assert_eq!(weak.upgrade().unwrap().stats().outstanding, 1);
    thread::spawn(move || drop(packet)).join().unwrap();
    assert!(weak.upgrade().is_none(), "the guard was the last owner");
}

#[test]
fn detach_takes_the_object_as_it_is() {
    let pool = Pool::<Packet>::new();
    let mut packet = pool.get();
    packet.fill();
    let packet = Guard::detach(packet);
    assert_eq!(packet.body.len(), 1000);
    let stats = pool.stats();
    assert_eq!((stats.detached, stats.idle, stats.outstanding), (1, 0, 0));
    assert_identities(stats);

    let shared = Arc::new(pool);
    assert_eq!(OwnedGuard::detach(shared.get_owned()).sequence, 0);
    assert_eq!(shared.stats().detached, 2);
}

#[test]
fn attach_resets_first() {
    let pool = Pool::<Packet>::new();
    let mut packet = Packet::default();
    packet.fill();
    pool.attach(packet);
    assert_eq!(pool.stats().idle, 1);
    assert!(pool.get().is_pristine());
    let stats = pool.stats();
    assert_eq!((stats.attached, stats.created), (1, 0));
    assert_identities(stats);
}

#[test]
fn discard_drops_the_object() {
    let pool = Pool::<Packet>::new();
    Guard::discard(pool.get());
    let stats = pool.stats();
    assert_eq!(
        (stats.discarded_unfit, stats.idle, stats.outstanding),
        (1, 0, 0)
    );
    assert_identities(stats);

    let shared = Arc::new(pool);
    OwnedGuard::discard(shared.get_owned());
    assert_eq!(shared.stats().discarded_unfit, 2);
}

#[test]
fn an_object_can_ask_to_be_discarded() {
    #[derive(Default, Poolable)]
    #[pool(discard_if = Connection::has_failed)]
    struct Connection {
        failed: bool,
    }
    impl Connection {
        fn has_failed(&self) -> bool {
            self.failed
        }
    }

    let pool = Pool::<Connection>::new();
    pool.get().failed = true;
    assert_eq!(pool.stats().discarded_unfit, 1);
    drop(pool.get());
    pool.attach(Connection { failed: true });
    let stats = pool.stats();
    assert_eq!((stats.discarded_unfit, stats.idle), (2, 1));
    assert_identities(stats);
}

#[test]
fn idle_objects_are_bounded() {
    let pool = Pool::<Packet>::builder().max_idle(3).build();
    let all: Vec<_> = (0..10).map(|_| pool.get()).collect();
    drop(all);
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_full), (3, 7));
    pool.attach(Packet::default());
    assert_eq!(pool.stats().discarded_full, 8);
    assert_identities(pool.stats());
}

#[test]
fn a_bound_of_zero_keeps_none() {
    let pool = Pool::<Packet>::builder().max_idle(0).build();
    drop(pool.get());
    drop(pool.get());
    let stats = pool.stats();
    assert_eq!(
        (stats.idle, stats.created, stats.idle_bytes_bound),
        (0, 2, 0)
    );
}

#[test]
fn clear_drops_what_is_idle() {
    let pool = Pool::<Packet>::new();
    let kept = pool.get();
    drop((pool.get(), pool.get()));
    pool.clear();
    let stats = pool.stats();
    assert_eq!(
        (stats.idle, stats.discarded_aged, stats.outstanding),
        (0, 2, 1)
    );
    drop(kept);
    assert_eq!(pool.stats().idle, 1);
    assert_identities(pool.stats());
}

#[derive(Default, Poolable)]
struct Unbounded {
    #[pool(unbounded)]
    _body: Vec<u8>,
}

#[test]
fn the_default_bound_is_64_mib_of_idle_memory() {
    let each = size_of::<Packet>() + Packet::MAX_RETAINED_BYTES;
    let bound = Pool::<Packet>::new().stats().idle_bytes_bound;
    let limit = 64 << 20;
    assert!(bound <= limit && bound + each as u64 > limit, "{bound}");

    // A type without a bound in bytes is bounded by number.
    let pool = Pool::<Unbounded>::new();
    let stats = pool.stats();
    assert_eq!(stats.idle_bytes_bound, UNBOUNDED as u64);
    assert_eq!(stats.max_idle, 131_072);
    let all: Vec<_> = (0..131_073).map(|_| pool.get()).collect();
    drop(all);
    assert_eq!(pool.stats().idle, 131_072);

    // An object over the whole bound is still pooled, one at a time.
    let pool = Pool::<Bounded<Vec<u8>, { 65 << 20 }>>::new();
    drop((pool.get(), pool.get()));
    assert_eq!(pool.stats().idle, 1);
}

#[test]
fn the_builder_works_in_a_static() {
    static LINES: Pool<Bounded<String, 80>> = Pool::builder().name("lines").max_idle(2).build();
    static COUNTED: Pool<Packet, fn() -> Packet> = Pool::builder().create(|| Packet {
        sequence: 1,
        ..Packet::default()
    });
    assert_eq!(LINES.name(), "lines");
    assert!(COUNTED.name().ends_with("Packet"), "{}", COUNTED.name());
    assert_eq!(COUNTED.get().sequence, 0);
    LINES.get().push_str("text");
    assert_eq!(LINES.get().as_str(), "");
    let shown = format!("{LINES:?}");
    assert!(
        shown.contains("\"lines\"") && shown.contains("idle: 1"),
        "{shown}"
    );
}

#[test]
fn user_code_may_use_the_pool_again() {
    static NESTED: Pool<Nested> = Pool::with(make);
    static DEPTH: AtomicUsize = AtomicUsize::new(0);

    struct Nested(u8);
    impl Poolable for Nested {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.0 = 0;
            NESTED.clear();
            assert_eq!(NESTED.stats().idle, 0);
        }
    }
    impl Drop for Nested {
        fn drop(&mut self) {
            if DEPTH.fetch_add(1, Ordering::Relaxed) < 3 {
                NESTED.attach(Nested(1));
            }
        }
    }
    fn make() -> Nested {
        if DEPTH.fetch_add(1, Ordering::Relaxed) < 3 {
            drop(NESTED.get());
        }
        Nested(1)
    }

    drop(NESTED.get());
    NESTED.clear();
    drop((NESTED.get(), NESTED.get()));
    assert_identities(NESTED.stats());
}

#[test]
fn guards_lend_the_objects_traits() {
    let pool = Arc::new(Pool::with(Bounded::<Vec<u8>, 64>::default));
    let mut guard = pool.get();
    guard.extend_from_slice(b"text");
    let bytes: &Vec<u8> = guard.as_ref();
    assert_eq!(bytes, b"text");
    assert_eq!(format!("{guard:?}"), format!("{:?}", b"text"));
    let mut owned = pool.get_owned();
    AsMut::<Vec<u8>>::as_mut(&mut owned).push(1);
    assert_eq!(owned.len(), 1);

    let cursors = Pool::<Cursor>::with(Cursor::default);
    let mut cursor = cursors.get();
    cursor.write_all(b"line").unwrap();
    cursor.flush().unwrap();
    cursor.0.set_position(0);
    let mut text = String::new();
    cursor.read_to_string(&mut text).unwrap();
    assert_eq!(text, "line");
    assert_eq!(format!("{cursor}"), "cursor at 4");
}

#[derive(Default, Poolable)]
struct Cursor(#[pool(max_capacity = 64)] std::io::Cursor<Vec<u8>>);

impl Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Cursor {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cursor at {}", self.0.position())
    }
}

#[test]
fn a_forgotten_guard_costs_its_object_alone() {
    let pool = Pool::<Packet>::new();
    std::mem::forget(pool.get());
    drop(pool.get());
    let stats = pool.stats();
    assert_eq!((stats.outstanding, stats.idle), (1, 1));
    assert_identities(stats);
}

#[test]
fn the_peak_is_seen_at_ticks_and_reads() {
    let pool = Pool::<Packet>::new();
    drop((pool.get(), pool.get()));
    assert_eq!(pool.stats().peak_outstanding, 0, "nobody looked");
    let three = (pool.get(), pool.get(), pool.get());
    pool.tick();
    drop(three);
    let _one = pool.get();
    let stats = pool.stats();
    assert_eq!((stats.peak_outstanding, stats.outstanding), (3, 1));
}

#[test]
fn large_aligned_and_empty_objects() {
    #[derive(Poolable)]
    #[repr(align(256))]
    struct Aligned([u8; 3]);
    let pool = Pool::with(|| Aligned([1; 3]));
    for _ in 0..3 {
        let guard = pool.get();
        assert!((&raw const *guard).is_aligned());
        assert_eq!(guard.0, [0; 3]);
    }

    let pool = Pool::<()>::new();
    let all: Vec<_> = (0..100).map(|_| pool.get()).collect();
    drop(all);
    assert_eq!(pool.stats().idle, 100);
    assert_identities(pool.stats());
}
