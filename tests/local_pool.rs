//! What a local pool promises when nothing goes wrong.

use std::cell::{Cell, RefCell};
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use qnpool::{
    Bounded, Boxed, Constructor, LocalGuard, LocalOwnedGuard, LocalPool, Poolable, Stats, UNBOUNDED,
};

/// Not `Send`.
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 64)]
struct Packet {
    body: Vec<u8>,
    sequence: u64,
    tags: Vec<Rc<str>>,
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

#[track_caller]
fn assert_identities(stats: Stats) {
    let Stats {
        gets,
        cache_hits,
        depot_hits,
        victim_hits,
        created,
        puts,
        attached,
        detached,
        discarded_full,
        discarded_aged,
        discarded_unfit,
        discarded_panicked,
        idle,
        outstanding,
        peak_outstanding,
        ..
    } = stats;
    let hits = cache_hits + depot_hits + victim_hits;
    assert_eq!(depot_hits, 0, "{stats:?}");
    assert_eq!(gets, hits + created, "{stats:?}");
    assert_eq!(outstanding, gets - puts - detached, "{stats:?}");
    let discarded = discarded_full + discarded_aged + discarded_unfit + discarded_panicked;
    assert_eq!(puts + attached, hits + idle + discarded, "{stats:?}");
    assert!(peak_outstanding >= outstanding, "{stats:?}");
}

#[test]
fn an_object_comes_back_reset() {
    let pool = LocalPool::<Packet>::new();
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
        (stats.created, stats.cache_hits, stats.outstanding),
        (1, 1, 1)
    );
    assert_identities(stats);
}

#[test]
fn a_new_object_is_reset_too() {
    let filled = || {
        let mut packet = Packet::default();
        packet.fill();
        packet
    };
    let pool = LocalPool::with(filled);
    assert!(pool.get().is_pristine());
    assert_eq!(pool.get().body.capacity(), 64);
    let boxed = LocalPool::with_boxed(|| Box::new(filled()));
    assert!(boxed.get().is_pristine());
    let warm = LocalPool::with(filled);
    warm.prewarm(1);
    assert!(warm.get_idle().expect("one waits").is_pristine());
}

#[test]
fn the_last_object_to_come_back_is_the_first_to_leave() {
    let pool = LocalPool::<Packet>::new();
    let (first, second) = (pool.get(), pool.get());
    let address: *const Packet = &raw const *first;
    drop(second);
    drop(first);
    assert_eq!(&raw const *pool.get(), address);
}

#[test]
fn get_idle_never_makes_one() {
    let pool = LocalPool::<Packet>::new();
    assert!(pool.get_idle().is_none());
    assert_eq!(pool.stats().gets, 0);
    drop(pool.get());
    drop(pool.get_idle().expect("one waits"));
    pool.tick();
    drop(pool.get_idle().expect("the victim counts"));
    let stats = pool.stats();
    assert_eq!(
        (stats.created, stats.cache_hits, stats.victim_hits),
        (1, 1, 1)
    );
    assert_identities(stats);
}

#[test]
fn an_owned_guard_outlives_the_handle() {
    let pool = Rc::new(LocalPool::<Packet>::new());
    let weak = Rc::downgrade(&pool);
    let mut packet: LocalOwnedGuard<Packet> = pool.get_owned();
    drop(pool);
    packet.fill();
    assert_eq!(weak.upgrade().unwrap().stats().outstanding, 1);
    let task: Box<dyn FnOnce()> = Box::new(move || drop(packet));
    task();
    assert!(weak.upgrade().is_none(), "the guard was the last owner");
}

#[test]
fn detach_takes_the_object_as_it_is() {
    let pool = Rc::new(LocalPool::<Packet>::new());
    let mut packet = pool.get();
    packet.fill();
    assert_eq!(LocalGuard::detach(packet).body.len(), 1000);

    let mut packet = pool.get();
    packet.fill();
    let address: *const Packet = &raw const *packet;
    let packet: Box<Packet> = LocalGuard::detach_boxed(packet);
    assert_eq!(packet.body.len(), 1000);
    assert_eq!(&raw const *packet, address, "not moved");

    assert_eq!(LocalOwnedGuard::detach(pool.get_owned()).sequence, 0);
    let boxed = LocalOwnedGuard::detach_boxed(pool.get_owned());
    assert_eq!(boxed.sequence, 0);
    let stats = pool.stats();
    assert_eq!((stats.detached, stats.idle, stats.outstanding), (4, 0, 0));
    assert_identities(stats);
}

#[test]
fn attach_resets_first() {
    let pool = LocalPool::<Packet>::new();
    let mut packet = Packet::default();
    packet.fill();
    pool.attach(packet);
    assert_eq!(pool.stats().idle, 1);
    assert!(pool.get().is_pristine());

    let mut packet = Box::new(Packet::default());
    packet.fill();
    let address: *const Packet = &raw const *packet;
    pool.attach_boxed(packet);
    let packet = pool.get();
    assert!(packet.is_pristine());
    assert_eq!(&raw const *packet, address, "not moved");
    let stats = pool.stats();
    assert_eq!((stats.attached, stats.created), (2, 0));
    assert_identities(stats);
}

#[test]
fn discard_drops_the_object() {
    let pool = Rc::new(LocalPool::<Packet>::new());
    LocalGuard::discard(pool.get());
    LocalOwnedGuard::discard(pool.get_owned());
    let stats = pool.stats();
    assert_eq!(
        (stats.discarded_unfit, stats.idle, stats.outstanding),
        (2, 0, 0)
    );
    assert_identities(stats);
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

    let pool = LocalPool::<Connection>::new();
    pool.get().failed = true;
    assert_eq!(pool.stats().discarded_unfit, 1);
    drop(pool.get());
    pool.attach(Connection { failed: true });
    let stats = pool.stats();
    assert_eq!((stats.discarded_unfit, stats.idle), (2, 1));
    assert_identities(stats);
}

#[test]
fn idle_objects_are_bounded_over_both_generations() {
    let pool = LocalPool::<Packet>::builder().max_idle(3).build();
    let all: Vec<_> = (0..10).map(|_| pool.get()).collect();
    drop(all);
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_full), (3, 7));
    pool.attach(Packet::default());
    pool.prewarm(10);
    assert_eq!((pool.stats().idle, pool.stats().discarded_full), (3, 8));
    pool.tick();
    pool.attach(Packet::default());
    assert_eq!(pool.stats().idle, 3);
    assert_identities(pool.stats());
}

#[test]
fn the_victim_gives_way_to_what_is_in_use() {
    let pool = LocalPool::<Packet>::builder().max_idle(2).build();
    let busy = (pool.get(), pool.get());
    drop((pool.get(), pool.get()));
    pool.tick();
    drop(busy);
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_full), (2, 2));
    pool.tick();
    assert_eq!(pool.stats().idle, 2, "of the newer generation");
    assert_identities(pool.stats());
}

#[test]
fn a_bound_of_zero_keeps_none() {
    let pool = LocalPool::<Packet>::builder().max_idle(0).build();
    drop(pool.get());
    drop(pool.get());
    pool.prewarm(5);
    let stats = pool.stats();
    assert_eq!(
        (stats.idle, stats.created, stats.idle_bytes_bound),
        (0, 2, 0)
    );
    assert_identities(stats);
}

#[test]
fn the_default_bound_is_64_mib_of_idle_memory() {
    #[derive(Default, Poolable)]
    struct Unbounded {
        #[pool(unbounded)]
        _body: Vec<u8>,
    }

    let each = size_of::<Packet>() + Packet::MAX_RETAINED_BYTES;
    let bound = LocalPool::<Packet>::new().stats().idle_bytes_bound;
    let limit = 64 << 20;
    assert!(bound <= limit && bound + each as u64 > limit, "{bound}");

    let pool = LocalPool::<Unbounded>::new();
    assert_eq!(pool.stats().idle_bytes_bound, UNBOUNDED as u64);
    pool.prewarm(132_000);
    assert_eq!(pool.stats().idle, 131_072);

    // An object over the whole bound is still pooled, one at a time.
    let pool = LocalPool::<Bounded<Vec<u8>, { 65 << 20 }>>::new();
    drop((pool.get(), pool.get()));
    assert_eq!(pool.stats().idle, 1);
}

#[test]
fn a_bound_in_bytes_holds() {
    type Page = Bounded<Vec<u8>, 4096>;
    let each = (size_of::<Page>() + Page::MAX_RETAINED_BYTES) as u64;
    let pool = LocalPool::<Page>::builder().max_idle_bytes(10_000).build();
    pool.prewarm(usize::MAX);
    assert_eq!(pool.stats().idle, 2);
    assert_eq!(pool.stats().idle_bytes_bound, 2 * each);
}

#[test]
fn tick_drops_what_two_generations_did_not_use() {
    let pool = LocalPool::<Packet>::new();
    let out = pool.get();
    drop((pool.get(), pool.get(), pool.get()));
    pool.tick();
    assert_eq!(pool.stats().idle, 3, "the victim waits too");
    drop(pool.get());
    let stats = pool.stats();
    assert_eq!((stats.victim_hits, stats.created), (1, 4));
    pool.tick();
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_aged), (1, 2));
    pool.tick();
    assert_eq!(pool.stats().idle, 0);
    drop(out);
    assert_eq!(pool.stats().idle, 1, "what is out does not age");
    assert_identities(pool.stats());
}

#[test]
fn get_asks_the_newer_generation_first() {
    let pool = LocalPool::<Packet>::new();
    drop(pool.get());
    pool.tick();
    pool.attach(Packet::default());
    let _first = pool.get();
    assert_eq!((pool.stats().cache_hits, pool.stats().victim_hits), (1, 0));
    let _second = pool.get();
    assert_eq!((pool.stats().cache_hits, pool.stats().victim_hits), (1, 1));
    assert_identities(pool.stats());
}

#[test]
fn clear_drops_both_generations() {
    let pool = LocalPool::<Packet>::new();
    let kept = pool.get();
    drop((pool.get(), pool.get()));
    pool.tick();
    pool.attach(Packet::default());
    pool.clear();
    let stats = pool.stats();
    assert_eq!(
        (stats.idle, stats.discarded_aged, stats.outstanding),
        (0, 3, 1)
    );
    drop(kept);
    assert_eq!(pool.stats().idle, 1);
    assert_identities(pool.stats());
}

#[test]
fn prewarm_makes_what_is_missing() {
    let made = Cell::new(0);
    let pool = LocalPool::with(|| {
        made.set(made.get() + 1);
        Packet::default()
    });
    pool.prewarm(3);
    pool.tick();
    pool.attach(Packet::default());
    pool.prewarm(6);
    assert_eq!(made.get(), 5, "either generation counts");
    pool.prewarm(2);
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.attached, stats.created), (6, 6, 0));
    assert_identities(stats);
}

#[test]
fn a_test_ends_with_what_is_still_out() {
    let pool = LocalPool::<Packet>::builder().name("of a test").build();
    let (one, two) = (pool.get(), pool.get());
    let told = || {
        let told = catch_unwind(AssertUnwindSafe(|| pool.assert_no_leaks())).unwrap_err();
        told.downcast_ref::<String>().unwrap().clone()
    };
    assert_eq!(told(), "2 objects are still out of local pool `of a test`");
    drop(one);
    assert_eq!(told(), "1 object is still out of local pool `of a test`");
    drop(two);
    pool.assert_no_leaks();
}

#[test]
fn the_peak_is_seen_at_ticks_and_reads() {
    let pool = LocalPool::<Packet>::new();
    drop((pool.get(), pool.get()));
    assert_eq!(pool.stats().peak_outstanding, 0, "nobody looked");
    let three = (pool.get(), pool.get(), pool.get());
    pool.tick();
    drop(three);
    let _one = pool.get();
    assert_eq!(pool.stats().peak_outstanding, 3);
    let stats = pool.stats();
    assert_eq!((stats.peak_outstanding, stats.outstanding), (3, 1));
}

type MakesBoxed = Boxed<fn() -> Box<Packet>>;

thread_local! {
    static PACKETS: LocalPool<Packet> = const { LocalPool::new() };
    static LINES: LocalPool<Bounded<String, 80>> =
        const { LocalPool::builder().name("lines").max_idle(2).build() };
    static COUNTED: LocalPool<Packet, MakesBoxed> =
        const { LocalPool::builder().max_idle_bytes(1 << 20).create_boxed(Box::default) };
}

#[test]
fn constants_make_pools() {
    PACKETS.with(|pool| {
        pool.get().fill();
        assert!(pool.get().is_pristine());
        assert!(pool.name().ends_with("Packet"), "{}", pool.name());
    });
    COUNTED.with(|pool| drop(pool.get()));
    LINES.with(|pool| {
        assert_eq!(pool.name(), "lines");
        pool.get().push_str("text");
        assert_eq!(pool.get().as_str(), "");
        let shown = format!("{pool:?}");
        assert!(
            shown.contains("\"lines\"") && shown.contains("idle: 1"),
            "{shown}"
        );
    });
    let builder = LocalPool::<Packet>::builder().name("packets").max_idle(7);
    let shown = format!("{builder:?}");
    assert!(
        shown.contains("packets") && shown.contains("max_idle: 7"),
        "{shown}"
    );
    assert_eq!(LocalPool::<Packet>::default().stats().idle, 0);
}

#[test]
fn large_objects_never_stand_on_the_stack() {
    const SIZE: usize = 4 << 20;
    type Frame = [u8; SIZE];

    fn frame() -> Box<Frame> {
        vec![7; SIZE].into_boxed_slice().try_into().unwrap()
    }

    fn last(frames: &LocalPool<Frame, impl Constructor<Frame>>) -> u8 {
        frames.get()[SIZE - 1]
    }

    let small = thread::Builder::new().stack_size(256 << 10);
    let run = small.spawn(|| {
        let frames = LocalPool::with_boxed(frame);
        frames.prewarm(1);
        frames.get()[SIZE - 1] = 7;
        assert_eq!(last(&frames), 0);
        frames.attach_boxed(frame());
        let (one, two, three) = (frames.get(), frames.get(), frames.get());
        assert_eq!(LocalGuard::detach_boxed(one)[SIZE - 1], 0);
        drop(two);
        frames.tick();
        LocalGuard::discard(three);
        frames.clear();
        assert_eq!(frames.stats().created, 1);
    });
    run.unwrap().join().unwrap();
}

#[test]
fn user_code_may_use_the_pool_again() {
    thread_local! {
        static NESTED: LocalPool<Nested> = const { LocalPool::builder().max_idle(1).create(make) };
        static DEPTH: Cell<usize> = const { Cell::new(0) };
    }

    struct Nested(u8);
    impl Poolable for Nested {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.0 = 0;
            use_everything();
        }
        fn should_discard(&self) -> bool {
            use_everything();
            self.0 == 2
        }
    }
    impl Drop for Nested {
        fn drop(&mut self) {
            use_everything();
        }
    }
    fn make() -> Nested {
        use_everything();
        Nested(1)
    }

    /// Every call there is, and again in what they call, three deep.
    fn use_everything() {
        let depth = DEPTH.get();
        if depth == 3 {
            return;
        }
        DEPTH.set(depth + 1);
        // Not when the pool ends with its thread.
        let _ = NESTED.try_with(|pool| {
            pool.tick();
            drop((pool.get(), pool.get()));
            pool.get().0 = 2;
            drop(pool.get_idle());
            pool.attach(Nested(1));
            pool.prewarm(2);
            LocalGuard::discard(pool.get());
            drop(LocalGuard::detach(pool.get()));
            pool.clear();
            assert!(pool.stats().idle <= 1);
            assert_identities(pool.stats());
        });
        DEPTH.set(depth);
    }

    thread::spawn(|| {
        use_everything();
        NESTED.with(|pool| {
            drop((pool.get(), pool.get()));
            assert_identities(pool.stats());
            assert!(pool.stats().gets > 1000, "{pool:?}");
        });
    })
    .join()
    .unwrap();
}

#[test]
fn an_object_that_finds_no_room_may_use_the_pool_in_its_drop() {
    thread_local! {
        static FULL: LocalPool<Curious> = const { LocalPool::builder().max_idle(1).build() };
    }

    #[derive(Default, Poolable)]
    struct Curious(u8);
    impl Drop for Curious {
        fn drop(&mut self) {
            // Not when the pool ends with its thread.
            let _ = FULL.try_with(|pool| {
                assert_identities(pool.stats());
                drop(pool.get_idle());
            });
        }
    }

    FULL.with(|pool| {
        drop((pool.get(), pool.get()));
        pool.get().0 = 1;
        let stats = pool.stats();
        assert_eq!((stats.discarded_full, stats.idle), (1, 1));
        assert_identities(stats);
    });
}

#[test]
fn objects_may_hold_guards_of_their_own_pool() {
    const DEPTH: usize = 200;

    #[derive(Default, Poolable)]
    struct Node {
        next: Option<LocalOwnedGuard<Node>>,
    }

    let pool = Rc::new(LocalPool::<Node>::builder().max_idle(DEPTH / 2).build());
    let mut list = pool.get_owned();
    for _ in 1..DEPTH {
        let mut node = pool.get_owned();
        node.next = Some(list);
        list = node;
    }
    // `reset` of the first drops the second, and so on: the last is back first, and
    // the bound is reached before the first is.
    drop(list);
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_full), (100, 100));
    assert_eq!(Rc::strong_count(&pool), 1);
    assert_identities(stats);
}

#[test]
fn clear_and_tick_end_though_each_object_leaves_another() {
    thread_local! {
        static HYDRAS: LocalPool<Hydra> = const { LocalPool::new() };
    }
    static DROPPED: AtomicUsize = AtomicUsize::new(0);

    #[derive(Default)]
    struct Hydra;
    impl Poolable for Hydra {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }
    impl Drop for Hydra {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
            // Not when the pool ends with its thread.
            let _ = HYDRAS.try_with(|pool| pool.attach(Hydra));
        }
    }

    thread::spawn(|| {
        HYDRAS.with(|pool| {
            pool.prewarm(3);
            pool.clear();
            assert_eq!(pool.stats().idle, 3);
            pool.tick();
            pool.tick();
            assert_eq!(pool.stats().idle, 3);
            assert_identities(pool.stats());
        });
        assert_eq!(DROPPED.load(Ordering::Relaxed), 6);
    })
    .join()
    .unwrap();
    assert_eq!(DROPPED.load(Ordering::Relaxed), 9);
}

#[test]
fn a_pool_can_be_used_while_thread_locals_are_torn_down() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);

    #[derive(Default)]
    struct Counted;
    impl Poolable for Counted {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Uses its pool when its thread ends.
    struct AtExit(Rc<LocalPool<Counted>>, Option<LocalOwnedGuard<Counted>>);
    impl Drop for AtExit {
        fn drop(&mut self) {
            drop(self.1.take());
            drop((self.0.get(), self.0.get()));
            self.0.tick();
            assert_eq!(self.0.stats().idle, 2);
            if let Ok(other) = IN_PLACE.try_with(|pool| LocalGuard::detach_boxed(pool.get())) {
                self.0.attach_boxed(other);
            }
        }
    }
    thread_local! {
        static IN_PLACE: LocalPool<Counted> = const { LocalPool::new() };
        static SHARED: Rc<LocalPool<Counted>> = Rc::new(LocalPool::new());
        static AT_EXIT: RefCell<Option<AtExit>> = const { RefCell::new(None) };
    }

    // Whichever is torn down first.
    let expected = [false, true].map(|is_registered_first| {
        let before = DROPPED.load(Ordering::Relaxed);
        thread::spawn(move || {
            if is_registered_first {
                AT_EXIT.with(|_| ());
            }
            let pool = SHARED.with(Rc::clone);
            IN_PLACE.with(|in_place| drop(in_place.get()));
            let guard = pool.get_owned();
            AT_EXIT.set(Some(AtExit(pool, Some(guard))));
        })
        .join()
        .unwrap();
        DROPPED.load(Ordering::Relaxed) - before
    });
    assert_eq!(expected, [3, 3], "every object was dropped once");
}

#[test]
fn a_pool_may_move_to_another_thread() {
    let pool = LocalPool::<Bounded<Vec<u8>, 64>>::new();
    pool.get().push(1);
    let pool = thread::spawn(move || {
        drop(pool.get());
        pool
    });
    assert_eq!(pool.join().unwrap().stats().cache_hits, 1);
}

#[test]
fn a_forgotten_guard_costs_its_object_alone() {
    let pool = LocalPool::<Packet>::new();
    std::mem::forget(pool.get());
    drop(pool.get());
    let stats = pool.stats();
    assert_eq!((stats.outstanding, stats.idle), (1, 1));
    assert_identities(stats);
}

#[test]
fn guards_lend_the_objects_traits() {
    let pool = Rc::new(LocalPool::with(Bounded::<Vec<u8>, 64>::default));
    let mut guard = pool.get();
    guard.extend_from_slice(b"text");
    let bytes: &Vec<u8> = guard.as_ref();
    assert_eq!(bytes, b"text");
    assert_eq!(format!("{guard:?}"), format!("{:?}", b"text"));
    let mut owned = pool.get_owned();
    AsMut::<Vec<u8>>::as_mut(&mut owned).push(1);
    assert_eq!(owned.len(), 1);

    let cursors = LocalPool::<Cursor>::with(Cursor::default);
    let mut cursor = cursors.get();
    cursor.write_all(b"line").unwrap();
    cursor.flush().unwrap();
    cursor.0.set_position(0);
    let mut text = String::new();
    cursor.read_to_string(&mut text).unwrap();
    assert_eq!(text, "line");
    assert_eq!(format!("{cursor}"), "cursor at 4");
    cursor.0.set_position(2);
    let mut two = [0; 2];
    assert_eq!(cursor.read(&mut two).unwrap(), 2);
    assert_eq!(&two, b"ne");
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
fn aligned_and_empty_objects() {
    #[derive(Poolable)]
    #[repr(align(256))]
    struct Aligned([u8; 3]);
    let pool = LocalPool::with(|| Aligned([1; 3]));
    for _ in 0..3 {
        let guard = pool.get();
        assert!((&raw const *guard).is_aligned());
        assert_eq!(guard.0, [0; 3]);
    }

    let pool = LocalPool::<()>::new();
    let all: Vec<_> = (0..132_000).map(|_| pool.get()).collect();
    drop(all);
    assert_eq!(pool.stats().idle, 131_072);
    assert_identities(pool.stats());
}
