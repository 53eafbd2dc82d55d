//! `Stats::shrinks`: each buffer that was over its limit when its object came back, and
//! none else.

use std::cell::RefCell;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::hash::RandomState;
use std::ops::DerefMut;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use qnpool::{
    Bounded, Growable, Guard, LocalPool, Pool, Poolable, Reason, RecyclingVec, Stats, Verdict,
};

const LIMIT: usize = 64;

#[derive(Default, Poolable)]
#[pool(max_capacity = LIMIT)]
struct Message {
    body: Vec<u8>,
    subject: String,
    attachments: VecDeque<u32>,
}

impl Message {
    fn fill(&mut self, [body, subject, attachments]: [usize; 3]) {
        self.body = Vec::with_capacity(body);
        self.subject = String::with_capacity(subject);
        self.attachments = VecDeque::with_capacity(attachments);
    }

    fn over_limit(&self) -> u64 {
        let capacities = [
            self.body.capacity(),
            self.subject.capacity(),
            self.attachments.capacity(),
        ];
        capacities.iter().filter(|&&slots| slots > LIMIT).count() as u64
    }
}

proptest! {
    /// Whatever is used, in a burst or one at a time, on this thread or another.
    #[test]
    fn every_buffer_over_its_limit_counts_once(
        uses in prop::collection::vec((prop::array::uniform3(0..2 * LIMIT), any::<bool>(), any::<bool>()), 1..40),
    ) {
        let pool = Pool::<Message>::new();
        let local = LocalPool::<Message>::new();
        let mut held = Vec::new();
        let mut expected = 0;
        for (capacities, keep, elsewhere) in uses {
            let mut message = pool.get();
            message.fill(capacities);
            expected += message.over_limit();
            if keep {
                held.push(message);
            } else if elsewhere {
                std::thread::scope(|scope| scope.spawn(|| drop(message)).join().unwrap());
            } else {
                drop(message);
            }
            local.get().fill(capacities);
        }
        drop(held);
        prop_assert_eq!(pool.stats().shrinks, expected);
        prop_assert_eq!(local.stats().shrinks, expected);
    }
}

/// The shrinks of a value that is lent once, and of one that is within the limit.
fn shrinks_of<C: Growable + Default + Send>(fill: impl Fn(&mut C, usize)) -> (u64, u64) {
    let shrinks = |elements| {
        let pool = Pool::<Bounded<C, LIMIT>>::new();
        fill(&mut pool.get(), elements);
        // Empty now, and not cut again.
        drop(pool.get());
        pool.stats().shrinks
    };
    (shrinks(10 * LIMIT), shrinks(LIMIT / 4))
}

macro_rules! sees {
    ($($name:ident: $container:ty, $fill:expr;)*) => {$(
        #[test]
        fn $name() {
            let fill: fn(&mut $container, usize) = $fill;
            assert_eq!(shrinks_of::<$container>(fill), (1, 0));
        }
    )*};
}

sees! {
    sees_a_vec: Vec<u64>, |vec, n| vec.resize(n, 0);
    sees_a_recycling_vec: RecyclingVec<u64>, |vec, n| (0..n).for_each(|_| _ = vec.push_recycled());
    sees_a_deque: VecDeque<u64>, |deque, n| deque.resize(n, 0);
    sees_a_heap: BinaryHeap<usize>, |heap, n| heap.extend(0..n);
    sees_a_string: String, |string, n| string.extend((0..n).map(|_| 'x'));
    sees_an_os_string: OsString, |string, n| string.push("x".repeat(n));
    sees_a_path: PathBuf, |path, n| path.push("x".repeat(n));
    sees_a_map: HashMap<usize, u8>, |map, n| map.extend((0..n).map(|key| (key, 0)));
    sees_a_set: HashSet<usize>, |set, n| set.extend(0..n);
    sees_a_map_emptied_by_hand: HashMap<usize, u8>, |map, n| {
        map.extend((0..n).map(|key| (key, 0)));
        map.retain(|_, _| false);
    };
    sees_a_hashbrown_map: hashbrown::HashMap<usize, u8, RandomState>, |map, n| map.extend((0..n).map(|key| (key, 0)));
    sees_a_hashbrown_set: hashbrown::HashSet<usize, RandomState>, |set, n| set.extend(0..n);
    sees_a_hashbrown_table: hashbrown::HashTable<usize>, |table, n| {
        for key in 0..n {
            table.insert_unique(key as u64, key, |key| *key as u64);
        }
    };
    sees_an_index_map: indexmap::IndexMap<usize, u8, RandomState>, |map, n| map.extend((0..n).map(|key| (key, 0)));
    sees_an_index_set: indexmap::IndexSet<usize, RandomState>, |set, n| set.extend(0..n);
    sees_a_slab: slab::Slab<usize>, |slab, n| (0..n).for_each(|value| _ = slab.insert(value));
    sees_a_small_vec: smallvec::SmallVec<[u8; 4]>, |vec, n| vec.resize(n, 0);
    sees_a_tiny_vec: tinyvec::TinyVec<[u8; 4]>, |vec, n| vec.resize(n, 0);
    sees_bytes: bytes::BytesMut, |bytes, n| bytes.resize(n, 0);
    sees_a_bit_set: fixedbitset::FixedBitSet, |set, n| set.grow(n);
}

/// Each element that was cut, and the vector itself where it was.
#[test]
fn sees_elements_and_those_over_the_limit_too() {
    let pool = Pool::<Bounded<RecyclingVec<Bounded<Vec<u8>, 8>>, LIMIT>>::new();
    let fill = |elements| {
        let mut vec = pool.get();
        for number in 0..elements {
            let bytes = if number % 2 == 0 { 9 } else { 8 };
            vec.push_recycled().reserve_exact(bytes);
        }
    };
    fill(LIMIT / 2);
    assert_eq!(pool.stats().shrinks, LIMIT as u64 / 4);
    fill(2 * LIMIT);
    assert_eq!(pool.stats().shrinks, LIMIT as u64 / 4 + LIMIT as u64 + 1);
}

/// One chunk of an arena is larger than the limit of the others.
#[test]
fn sees_an_arena() {
    let pool = Pool::<Bounded<bumpalo::Bump, 4096>>::new();
    pool.get().alloc_slice_fill_copy(100, 0_u8);
    assert_eq!(pool.stats().shrinks, 0);
    pool.get().alloc_slice_fill_copy(100_000, 0_u8);
    assert_eq!(pool.stats().shrinks, 1);
}

/// Until few uses are looked at, which take another way back.
fn use_often<T: Poolable + Default + Send>(pool: &Pool<T>) {
    for _ in 0..100_000 {
        drop(pool.get());
    }
}

#[test]
fn a_reset_by_hand_is_not_the_pools() {
    let pool = Pool::<Bounded<Vec<u8>, LIMIT>>::new();
    drop(pool.get());
    let other = Pool::<Bounded<Vec<u8>, LIMIT>>::new();
    let held = other.get();
    let too_large = || Bounded::<_, LIMIT>::new(vec![0; 10 * LIMIT]);
    too_large().reset();
    drop(pool.get());
    drop(held);
    assert_eq!((pool.stats().shrinks, other.stats().shrinks), (0, 0));

    too_large().reset();
    pool.attach(Bounded::default());
    assert_eq!(pool.stats().shrinks, 0);

    let held = pool.get();
    too_large().reset();
    drop(held);
    assert_eq!(pool.stats().shrinks, 0);
    // As the way back, which is a hit, does not ask.
    use_often(&pool);
    let held = pool.get();
    too_large().reset();
    drop(held);
    pool.get().resize(10 * LIMIT, 0);
    assert_eq!(pool.stats().shrinks, 1);

    let mut held = pool.get();
    too_large().reset();
    held.resize(10 * LIMIT, 0);
    drop(held);
    assert_eq!(pool.stats().shrinks, 2);
}

#[test]
fn a_constructor_that_makes_too_much_counts_no_return() {
    let make = || Bounded::<_, LIMIT>::new(vec![0_u8; 10 * LIMIT]);
    let pool = Pool::with(make);
    pool.prewarm(3);
    drop(pool.get());
    let keeps_none = Pool::builder().max_idle(0).create(make);
    drop(keeps_none.get());
    assert_eq!(keeps_none.stats().shrinks, 0);
    let local = LocalPool::with(make);
    drop(local.get());
    assert_eq!((pool.stats().shrinks, local.stats().shrinks), (0, 0));

    pool.attach(make());
    assert_eq!(pool.stats().shrinks, 1, "this one has come in");
}

#[test]
fn two_pools_count_their_own() {
    let small = Pool::<Bounded<Vec<u8>, LIMIT>>::new();
    let large = Pool::<Bounded<Vec<u8>, { 100 * LIMIT }>>::new();
    for _ in 0..10 {
        small.get().resize(10 * LIMIT, 0);
        large.get().resize(10 * LIMIT, 0);
    }
    assert_eq!((small.stats().shrinks, large.stats().shrinks), (10, 0));
}

type Small = Bounded<Vec<u8>, LIMIT>;

static INNER: Pool<Small> = Pool::new();
static OTHER: Pool<Small> = Pool::new();

/// Fields are reset in this order, guards amid them.
#[derive(Default, Poolable)]
#[pool(max_capacity = LIMIT)]
struct Outer {
    head: Vec<u8>,
    inner: Option<Guard<'static, Small>>,
    middle: Vec<u8>,
    other: Option<Guard<'static, Small>>,
    tail: Vec<u8>,
}

/// Whatever is cut before and after it, and whichever pool the thread used last.
#[test]
fn a_guard_within_an_object_counts_for_its_own_pool() {
    let pool = Pool::<Outer>::new();
    use_often(&pool);
    let shrinks = || [&INNER, &OTHER].map(|pool| pool.stats().shrinks);
    for cut in 0..1_u64 << 5 {
        for last in 0..3 {
            let cuts = |place: u32| cut >> place & 1 == 1;
            let body = |place| vec![0; if cuts(place) { 10 * LIMIT } else { LIMIT }];
            let guard = |pool: &'static Pool<Small>, place| {
                let mut guard = pool.get();
                **guard = body(place);
                guard
            };
            let before = (pool.stats().shrinks, shrinks());
            let mut outer = pool.get();
            outer.head = body(0);
            outer.inner = Some(guard(&INNER, 1));
            outer.middle = body(2);
            outer.other = Some(guard(&OTHER, 3));
            outer.tail = body(4);
            match last {
                0 => drop(pool.get()),
                1 => drop(INNER.get()),
                _ => (),
            }
            drop(outer);
            let found = (pool.stats().shrinks - before.0, shrinks());
            let own = [0, 2, 4].into_iter().filter(|&place| cuts(place)).count();
            let inner = before.1[0] + u64::from(cuts(1));
            let other = before.1[1] + u64::from(cuts(3));
            assert_eq!(found, (own as u64, [inner, other]), "{cut:05b}, {last}");
        }
    }
}

static CHAINS: Pool<Chain> = Pool::new();

/// Whose guard comes back to the cache that the object itself is on its way to.
#[derive(Default, Poolable)]
#[pool(max_capacity = LIMIT)]
struct Chain {
    head: Vec<u8>,
    next: Option<Guard<'static, Self>>,
    tail: Vec<u8>,
}

#[test]
fn a_guard_of_the_same_pool_within_an_object_counts_as_well() {
    use_often(&CHAINS);
    for cut in 0..1_u32 << 6 {
        let body = |place: u32| {
            let is_cut = cut >> place & 1 == 1;
            vec![0; if is_cut { 10 * LIMIT } else { LIMIT }]
        };
        let before = CHAINS.stats().shrinks;
        let mut chain: Option<Guard<'static, Chain>> = None;
        for place in [0, 2, 4] {
            let next = chain.take();
            let link = chain.insert(CHAINS.get());
            (link.head, link.next, link.tail) = (body(place), next, body(place + 1));
        }
        drop(chain);
        let found = CHAINS.stats().shrinks - before;
        assert_eq!(found, cut.count_ones().into(), "{cut:06b}");
    }
}

#[test]
fn a_shrink_before_a_panic_counts() {
    /// The limit of `body` is applied first.
    #[derive(Default, Poolable)]
    struct Fragile {
        #[pool(max_capacity = LIMIT)]
        body: Vec<u8>,
        #[pool(with = panic_if_set)]
        breaks: bool,
    }

    fn panic_if_set(breaks: &mut bool) {
        assert!(!*breaks, "on purpose");
    }

    fn end(mut fragile: impl DerefMut<Target = Fragile>) {
        fragile.body.resize(10 * LIMIT, 0);
        fragile.breaks = true;
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(fragile)));
        assert!(panicked.is_err());
    }

    let pool = Pool::<Fragile>::new();
    end(pool.get());
    let stats = pool.stats();
    assert_eq!((stats.shrinks, stats.discarded_panicked), (1, 1));
    use_often(&pool);
    end(pool.get());
    assert_eq!(pool.stats().shrinks, 2, "also where no use is looked at");
    let local = LocalPool::<Fragile>::new();
    end(local.get());
    let stats = local.stats();
    assert_eq!((stats.shrinks, stats.discarded_panicked), (1, 1));
}

/// Its parts are reset before it is known, or afterwards.
#[test]
fn a_shrink_of_an_unfit_object_counts() {
    #[derive(Default, Poolable)]
    #[pool(max_capacity = LIMIT)]
    struct Stuck {
        head: Vec<u8>,
        cell: RefCell<u32>,
        tail: Vec<u8>,
    }

    fn end(mut stuck: impl DerefMut<Target = Stuck>) {
        stuck.head.resize(10 * LIMIT, 0);
        stuck.tail.resize(10 * LIMIT, 0);
        std::mem::forget(stuck.cell.borrow_mut());
    }

    let pool = Pool::<Stuck>::new();
    end(pool.get());
    use_often(&pool);
    end(pool.get());
    let stats = pool.stats();
    assert_eq!((stats.shrinks, stats.discarded_unfit), (4, 2));
    let local = LocalPool::<Stuck>::new();
    end(local.get());
    let stats = local.stats();
    assert_eq!((stats.shrinks, stats.discarded_unfit), (2, 1));
}

/// Whatever it calls: a derived reset, or the way back of a guard, which counts for its pool.
#[test]
fn a_reset_written_by_hand_does_not_pass_on_what_it_calls() {
    static OTHER: Pool<Message> = Pool::new();

    #[derive(Default)]
    struct Manual {
        message: Message,
        other: Option<Guard<'static, Message>>,
    }

    impl Poolable for Manual {
        const MAX_RETAINED_BYTES: usize = Message::MAX_RETAINED_BYTES;

        fn reset(&mut self) {
            self.message.reset();
            self.other = None;
        }
    }

    let too_large = [10 * LIMIT; 3];
    let pool = Pool::<Manual>::new();
    let derived = Pool::<Message>::new();
    for uses in 1..=2 {
        let mut manual = pool.get();
        manual.message.fill(too_large);
        manual.other.insert(OTHER.get()).fill(too_large);
        drop(manual);
        derived.get().fill(too_large);
        let shrinks = [&derived, &OTHER].map(|pool| pool.stats().shrinks);
        assert_eq!((pool.stats().shrinks, shrinks), (0, [3 * uses; 2]));
        use_often(&pool);
    }
}

/// By itself and as a field, where the other fields are counted.
#[test]
fn a_reset_written_by_hand_reports_no_shrinks() {
    #[derive(Default)]
    struct Manual {
        body: Vec<u8>,
    }

    impl Poolable for Manual {
        const MAX_RETAINED_BYTES: usize = LIMIT;

        fn reset(&mut self) {
            self.body.reset_within(LIMIT);
        }
    }

    #[derive(Default, Poolable)]
    #[pool(max_capacity = LIMIT)]
    struct Derived {
        head: Vec<u8>,
        manual: Manual,
        tail: Vec<u8>,
    }

    let too_large = || vec![0; 10 * LIMIT];
    let pool = Pool::<Manual>::new();
    let local = LocalPool::<Manual>::new();
    pool.get().body = too_large();
    local.get().body = too_large();
    assert!(pool.get().body.capacity() <= LIMIT);
    assert!(local.get().body.capacity() <= LIMIT);
    assert_eq!((pool.stats().shrinks, local.stats().shrinks), (0, 0));

    let pool = Pool::<Derived>::new();
    let mut derived = pool.get();
    derived.head = too_large();
    derived.manual.body = too_large();
    derived.tail = too_large();
    drop(derived);
    assert!(pool.get().manual.body.capacity() <= LIMIT);
    assert_eq!(pool.stats().shrinks, 2);
}

#[test]
fn a_late_return_counts_whatever_its_callback_uses() {
    static LATE: Pool<Small> = Pool::builder()
        .hold_threshold(Duration::from_millis(10))
        .on_long_hold(|_| drop(USED.get()))
        .build();
    static USED: Pool<Small> = Pool::new();

    for returns in 1..=3 {
        let mut late = LATE.get();
        late.resize(10 * LIMIT, 0);
        thread::sleep(Duration::from_millis(40));
        drop(late);
        assert_eq!(LATE.stats().shrinks, returns);
    }
    let used = USED.stats();
    assert_eq!((used.gets, used.shrinks), (3, 0));
}

#[test]
fn an_owned_guard_counts_as_well() {
    let pool = Arc::new(Pool::<Bounded<Vec<u8>, LIMIT>>::new());
    pool.get_owned().resize(10 * LIMIT, 0);
    assert_eq!(pool.stats().shrinks, 1);
}

/// Health tells from one cut in twenty returns on, and says of which type.
#[test]
fn health_tells_of_a_limit_too_small() {
    let health_after = |cut: usize| {
        let pool = Pool::<Bounded<Vec<u8>, LIMIT>>::new();
        drop(pool.get());
        pool.tick();
        for number in 0..1000 {
            let elements = if number < cut { 2 * LIMIT } else { LIMIT };
            pool.get().resize(elements, 0);
        }
        pool.health()
    };
    assert_eq!(health_after(50).verdict, Verdict::Healthy);
    let health = health_after(51);
    assert_eq!(health.verdict, Verdict::Wasteful);
    let Reason::Shrinks {
        type_name,
        objects,
        shrinks,
        returns,
        ..
    } = health.reasons[0]
    else {
        panic!("{health}");
    };
    assert!(type_name.contains("Bounded<alloc::vec::Vec<u8>, 64>"));
    assert_eq!((objects, shrinks, returns), (51, 51, 1000));
    let text = health.to_string();
    assert!(text.starts_with("wasteful: 51 of 1000 objects of type `"));
    let end = "`, 5 in 100, came back with 51 buffers over their limit, which were cut; raise their `max_capacity`";
    assert!(text.lines().next().unwrap().ends_with(end), "{text}");
}

/// Of an object that has eight buffers and is large once in a hundred times.
#[test]
fn health_counts_objects_and_not_their_buffers() {
    let health_after = |each: usize| {
        let pool = Pool::<[Bounded<Vec<u8>, LIMIT>; 8]>::with(Default::default);
        drop(pool.get());
        pool.tick();
        for number in 0..2000 {
            let mut buffers = pool.get();
            if number % each == 0 {
                buffers.iter_mut().for_each(|b| b.resize(2 * LIMIT, 0));
            }
        }
        pool.health()
    };
    assert_eq!(health_after(100).reasons, []);
    let reasons = health_after(10).reasons;
    let [
        Reason::Shrinks {
            objects: 200,
            shrinks: 1600,
            returns: 2000,
            ..
        },
    ] = reasons[..]
    else {
        panic!("{reasons:?}");
    };
}

/// As read from a file, say.
#[test]
fn a_table_of_huge_figures_is_printed() {
    let mut stats = Stats::default();
    stats.discarded_full = u64::MAX;
    stats.discarded_aged = 1;
    let line = format!("discarded  {}  full {}  aged 1", u64::MAX, u64::MAX);
    assert!(stats.to_string().contains(&line), "{stats}");
}

#[test]
fn the_table_has_every_figure() {
    let mut stats = Stats::default();
    stats.gets = 1_234_567;
    stats.cache_hits = 1_234_000;
    stats.depot_hits = 500;
    stats.victim_hits = 60;
    stats.created = 7;
    stats.puts = 1_234_560;
    stats.attached = 1;
    stats.detached = 2;
    stats.discarded_full = 11;
    stats.discarded_aged = 22;
    stats.discarded_unfit = 33;
    stats.discarded_panicked = 44;
    stats.shrinks = 3;
    stats.shrinks_unused = 8;
    stats.idle = 4;
    stats.max_idle = 512;
    stats.outstanding = 5;
    stats.peak_outstanding = 64;
    let table = "\
gets       1234567  cache 1234000  depot 500  victim 60  created 7
puts       1234560  attached 1  detached 2  shrinks 3  unused 8
discarded      110  full 11  aged 22  unfit 33  panicked 44
out              5  peak 64
idle             4  at most 512";
    assert_eq!(stats.to_string(), table);
}

/// A use that had something to cut has its neighbours looked at, which are known when it comes
/// back: also where it was over a limit besides.
#[test]
fn a_shrink_puts_no_look_off() {
    #[derive(Default, Poolable)]
    struct Both {
        #[pool(max_capacity = LIMIT)]
        cut: Vec<u8>,
        #[pool(max_capacity = 4096)]
        spare: Vec<u8>,
    }

    let cuts_of_a_burst = |cut: usize| {
        let pool = Pool::<Both>::builder().max_idle(4096).build();
        let burst = |objects, filled| {
            let uses = (0..objects).map(|_| {
                let mut both = pool.get();
                both.cut.resize(cut, 0);
                both.spare.resize(filled, 0);
                both
            });
            drop(uses.collect::<Vec<_>>());
        };
        burst(400, 4096);
        (0..100_000).for_each(|_| burst(1, 16));
        (0..30).for_each(|_| burst(400, 16));
        pool.stats().shrinks_unused
    };
    let cuts = cuts_of_a_burst(LIMIT);
    assert!(cuts > 100, "{cuts}");
    assert_eq!(cuts_of_a_burst(10 * LIMIT), cuts);
}
