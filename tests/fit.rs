//! Objects that fit their traffic: what uses do not fill is given back, and what they do
//! fill is kept.

mod sizes;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use proptest::prelude::*;
use qnpool::{Bounded, Footprint, Growable, Guard, LeakDetection, Pool, Poolable, RecyclingVec};

use sizes::{Buffer, LIMIT, SMALL, Use, bytes_idle, reallocations};

/// Looks that a pool makes at first: each use, for longer than it takes to know them.
const WHILE: usize = 1000;

/// Uses after which a smaller limit may be suggested.
const LONG: usize = 1_100_000;

fn pool() -> Pool<Buffer> {
    Pool::<Buffer>::builder().max_idle(4096).build()
}

/// A burst of these sizes, all out at once.
fn burst(pool: &Pool<Buffer>, sizes: impl IntoIterator<Item = usize>) -> Vec<Guard<'_, Buffer>> {
    let filled = |size| {
        let mut buffer = pool.get();
        buffer.resize(size, 7);
        buffer
    };
    sizes.into_iter().map(filled).collect()
}

#[test]
fn what_large_uses_left_is_cut_once_uses_are_small() {
    let pool = pool();
    drop(burst(&pool, [LIMIT; 1000]));
    assert_eq!(bytes_idle(&pool), 1000 * LIMIT);
    for _ in 0..30 {
        drop(burst(&pool, [SMALL; 1000]));
    }
    let stats = pool.stats();
    assert_eq!((stats.created, stats.shrinks), (1000, 0));
    assert!(bytes_idle(&pool) <= 1000 * 2 * SMALL, "{stats}");
    assert!(
        (1000..1010).contains(&stats.shrinks_unused),
        "{}",
        stats.shrinks_unused
    );
}

/// One in twenty is large: then each buffer is needed for a large use some time.
#[test]
fn traffic_of_two_sizes_does_not_thrash() {
    let pool = pool();
    let mut random = fastrand::Rng::with_seed(7);
    let mut uses = |count| {
        let size = |_| {
            if random.u8(..20) == 0 { LIMIT } else { SMALL }
        };
        let sizes: Vec<_> = (0..count).map(size).collect();
        reallocations(&pool, sizes.into_iter().map(Use::filled))
    };
    uses(WHILE);
    let count = 100_000;
    let reallocations = uses(count);
    assert!(reallocations < count / 100, "{reallocations}");
}

/// What a pool sees of a field that is emptied before its object comes back is its growth.
#[test]
fn a_field_that_is_emptied_by_its_user_is_left_alone_after_a_while() {
    let pool = pool();
    let uses = 200_000;
    let emptied = (0..uses).map(|_| Use::emptied(3000));
    let reallocations = reallocations(&pool, emptied);
    assert!(pool.stats().shrinks_unused > 0, "it looks unused at first");
    assert!(reallocations < 20, "{reallocations}");
}

#[test]
fn a_burst_of_emptied_fields_is_left_alone_as_well() {
    let pool = pool();
    let mut cuts = Vec::new();
    for _ in 0..20 {
        for _ in 0..100 {
            for buffer in &mut burst(&pool, [3000; 50]) {
                buffer.clear();
            }
        }
        cuts.push(pool.stats().shrinks_unused);
    }
    // Each time all fifty look unused, and grow again.
    let late = cuts[19] - cuts[9];
    assert!(cuts[0] > 0 && late <= 50, "{cuts:?}");
}

#[test]
fn nothing_is_cut_if_that_is_said() {
    let pool = Pool::<Buffer>::builder().fit_to_traffic(false).build();
    drop(burst(&pool, [LIMIT; 10]));
    for _ in 0..LONG / 10 {
        drop(burst(&pool, [SMALL; 10]));
    }
    let stats = pool.stats();
    assert_eq!(stats.shrinks_unused, 0);
    assert_eq!(bytes_idle(&pool), 10 * LIMIT);
    // But it is known.
    assert_eq!(stats.suggested_max_capacity, Some(256));
}

/// A thread that only brings objects back has no hits on which to look.
#[test]
fn a_thread_that_takes_none_looks_too() {
    let pool = pool();
    let (to_consumer, consumer) = std::sync::mpsc::sync_channel::<Guard<'_, Buffer>>(64);
    thread::scope(|scope| {
        let thread = scope.spawn(|| consumer.into_iter().for_each(drop));
        for buffer in burst(&pool, [LIMIT; 200]) {
            to_consumer.send(buffer).unwrap();
        }
        for _ in 0..20 {
            for buffer in burst(&pool, [SMALL; 200]) {
                to_consumer.send(buffer).unwrap();
            }
        }
        drop(to_consumer);
        thread.join().unwrap();
    });
    let stats = pool.stats();
    assert!(stats.shrinks_unused > 100, "{stats}");
}

#[test]
fn objects_are_looked_at_whether_they_are_followed_or_not() {
    for level in [
        LeakDetection::Off,
        LeakDetection::All,
        LeakDetection::Sampled(2),
        LeakDetection::Sampled(128),
    ] {
        for objects in [1, 10] {
            let pool = Pool::<Buffer>::builder().leak_detection(level).build();
            drop(burst(&pool, vec![LIMIT; objects]));
            for _ in 0..4 * WHILE {
                drop(burst(&pool, vec![SMALL; objects]));
            }
            let cuts = pool.stats().shrinks_unused;
            assert_eq!(cuts, objects as u64, "{level:?}, {objects}");
            assert_eq!(pool.census().live(), 0);
        }
    }
}

#[derive(Default, Poolable)]
struct Inner {
    #[pool(max_capacity = 8192)]
    text: String,
}

#[derive(Default, Poolable)]
#[expect(clippy::box_collection, reason = "that it is looked at there too")]
struct Message {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    #[pool(max_capacity = 4096)]
    log: Vec<u8>,
    inner: Inner,
    pair: (Bounded<Vec<u16>, 1000>, u8),
    #[pool(max_capacity = 1000)]
    cursor: Cursor<Vec<u8>>,
    #[pool(max_capacity = 1000)]
    boxed: Box<Vec<u8>>,
    #[pool(max_capacity = 1000)]
    rows: RecyclingVec<u64>,
    #[pool(max_capacity = 1000)]
    parts: [Vec<u8>; 2],
    cell: RefCell<Bounded<Vec<u8>, 1000>>,
    #[pool(max_capacity = 1000)]
    table: HashMap<u32, u32>,
    elsewhere: Box<Inner>,
}

impl Message {
    fn reserve_all(&mut self) {
        self.body.reserve_exact(4096);
        self.log.reserve_exact(4096);
        self.inner.text.reserve_exact(8192);
        self.pair.0.reserve_exact(1000);
        self.cursor.get_mut().reserve_exact(1000);
        self.boxed.reserve_exact(1000);
        self.rows.reserve(1000);
        self.parts[0].reserve_exact(1000);
        self.cell.get_mut().reserve_exact(1000);
        self.table.reserve(1000);
        self.elsewhere.text.reserve_exact(8192);
    }
}

/// Each by what it is used for itself, wherever it is in the object.
#[test]
fn fields_are_told_apart() {
    let pool = Pool::<Message>::new();
    pool.get().reserve_all();
    for _ in 0..WHILE {
        let mut message = pool.get();
        message.body.resize(3000, 0);
        message.log.resize(80, 0);
        message.inner.text.push_str("sixteen letters.");
        message.pair.0.resize(160, 0);
        message.cursor.get_mut().resize(800, 0);
        message.boxed.resize(80, 0);
        message.rows.extend(0..80);
        message.parts[0].resize(80, 0);
        message.parts[1].resize(10, 0);
        message.cell.get_mut().resize(80, 0);
        message.table.extend((0..20).map(|key| (key, key)));
        message.elsewhere.text.push('a');
    }
    let message = pool.get();
    assert_eq!(message.body.capacity(), 4096, "not worth a cut");
    assert_eq!(message.log.capacity(), 90);
    assert_eq!(message.inner.text.capacity(), 18);
    assert_eq!(message.pair.0.capacity(), 180);
    assert_eq!(message.cursor.get_ref().capacity(), 1000);
    assert_eq!(message.boxed.capacity(), 90);
    assert_eq!(message.rows.capacity(), 90);
    assert_eq!(message.parts[0].capacity(), 90);
    assert_eq!(message.cell.borrow().capacity(), 90);
    assert_eq!(message.table.capacity(), 28, "the next size of a table");
    assert_eq!(message.elsewhere.text.capacity(), 8192, "not in the object");
    drop(message);
    assert_eq!(pool.stats().shrinks_unused, 8);

    let fields = pool.health().fields;
    let seen: Vec<_> = fields
        .iter()
        .map(|field| (&*field.container, field.max_capacity, field.median))
        .collect();
    for expected in [
        ("Vec<u8>", 4096, 4096),
        ("Vec<u8>", 4096, 128),
        ("String", 8192, 16),
        ("Vec<u16>", 1000, 256),
        ("Cursor<Vec<u8>>", 1000, 1024),
        ("Box<Vec<u8>>", 1000, 128),
        ("RecyclingVec<u64>", 1000, 128),
    ] {
        assert!(seen.contains(&expected), "{expected:?} in {seen:?}");
    }
    assert_eq!(fields.len(), 10);
    assert!(fields.is_sorted_by_key(|field| field.offset));
}

#[derive(Default, Poolable)]
struct Secret {
    #[pool(max_capacity = 4096, zeroize)]
    key: Vec<u8>,
}

/// How full it was cannot be seen after it was wiped, and it is not to be seen before.
#[test]
fn a_field_that_is_wiped_is_not_looked_at() {
    let pool = Pool::<Secret>::new();
    for _ in 0..WHILE {
        pool.get().key.resize(3000, 7);
    }
    let stats = pool.stats();
    assert_eq!(stats.shrinks_unused, 0);
    assert_eq!(stats.suggested_max_capacity, None);
    assert!(pool.health().fields.is_empty());
}

#[derive(Default)]
struct Ring(Vec<u64>);

impl Growable for Ring {
    const FOOTPRINT: Footprint = Footprint::slots(size_of::<u64>());

    fn reset_within(&mut self, max_capacity: usize) -> qnpool::ResetOutcome {
        self.0.reset_within(max_capacity)
    }
}

struct ByHand(Vec<u8>);

impl Poolable for ByHand {
    const MAX_RETAINED_BYTES: usize = 4096;

    fn reset(&mut self) {
        self.0.reset_within(4096);
    }
}

/// As they were written before there was anything to look at.
#[test]
fn what_is_written_by_hand_stays_at_its_limit() {
    let rings = Pool::<Bounded<Ring, 512>>::new();
    rings.get().0.reserve_exact(512);
    let by_hand = Pool::with(|| ByHand(Vec::with_capacity(4096)));
    for _ in 0..WHILE {
        rings.get().0.push(7);
        by_hand.get().0.push(7);
    }
    assert_eq!(rings.get().0.capacity(), 512);
    assert_eq!(by_hand.get().0.capacity(), 4096);
    assert!(rings.health().fields.is_empty() && by_hand.health().fields.is_empty());
}

/// Its drop uses the pool that its object is on the way to, and may panic.
struct Neighbour {
    pool: Option<&'static Pool<Street>>,
    panics: bool,
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        if let Some(pool) = self.pool {
            drop(pool.get());
        }
        assert!(!self.panics, "as asked");
    }
}

#[derive(Default, Poolable)]
struct Street {
    #[pool(max_capacity = 64)]
    houses: Vec<Neighbour>,
}

#[test]
fn elements_may_use_the_pool_and_panic_while_it_looks() {
    static STREETS: Pool<Street> = Pool::new();
    for round in 0..WHILE {
        let mut street = STREETS.get();
        street.houses.push(Neighbour {
            pool: Some(&STREETS),
            panics: round % 3 == 0,
        });
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(street)));
        assert_eq!(dropped.is_err(), round % 3 == 0);
    }
    let stats = STREETS.stats();
    assert_eq!(stats.discarded_panicked, WHILE.div_ceil(3) as u64);
    assert_eq!(stats.outstanding, 0);
    assert!(STREETS.health().fields[0].inspections > 100);
}

#[test]
fn a_better_limit_is_printed_once_it_is_known() {
    let pool = pool();
    for _ in 0..50 {
        drop(burst(&pool, [SMALL]));
    }
    assert_eq!(pool.stats().suggested_max_capacity, None);
    assert_eq!(pool.health().to_string(), "healthy");
    for _ in 0..WHILE {
        drop(burst(&pool, [SMALL]));
    }
    assert_eq!(pool.stats().suggested_max_capacity, None, "not yet");
    for _ in 0..LONG {
        drop(burst(&pool, [SMALL]));
    }
    assert_eq!(pool.stats().suggested_max_capacity, Some(256));
    assert_eq!(
        pool.health().to_string(),
        "healthy\n`Vec<u8>` at byte 0: half of the uses fill at most 256, 99 of 100 256; `max_capacity = 256` would do for 999 of 1,000, it is 4096"
    );
}

/// One use in a hundred is large, at random or each hundredth: a limit that the 99 would do with
/// is no good advice, however little was seen of the others.
#[test]
fn no_limit_is_suggested_that_cuts_one_use_in_a_hundred() {
    for seed in 0..20 {
        let pool = pool();
        let mut random = fastrand::Rng::with_seed(seed);
        for number in 0..200_000 {
            let is_large = if seed < 10 {
                number % 100 == 0
            } else {
                random.u8(..100) == 0
            };
            drop(burst(&pool, [if is_large { LIMIT } else { SMALL }]));
            if number % 10_000 == 0 {
                let suggested = pool.stats().suggested_max_capacity;
                assert!(
                    suggested.is_none_or(|limit| limit >= LIMIT as u64),
                    "{number}"
                );
            }
        }
    }
}

/// As of one client in 128 that are served in turn.
#[test]
fn uses_in_rounds_are_each_looked_at() {
    let pool = pool();
    for number in 0..LONG {
        let size = if number % 128 == 77 { LIMIT } else { SMALL };
        drop(burst(&pool, [size]));
    }
    let stats = pool.stats();
    assert_eq!(stats.suggested_max_capacity, Some(LIMIT as u64), "{stats}");
}

/// A limit that is too small is told as well.
#[test]
fn a_larger_limit_is_suggested_too() {
    let pool = pool();
    for _ in 0..WHILE {
        drop(burst(&pool, [5000]));
    }
    assert_eq!(pool.stats().suggested_max_capacity, Some(8192));
    assert!(pool.health().to_string().contains("`max_capacity = 8192`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A buffer is cut for one reason or the other, and every cut is counted once.
    #[test]
    fn every_cut_is_counted(
        phases in prop::collection::vec((0..2 * LIMIT, 1..20_usize, 1..60_usize), 1..6),
    ) {
        let pool = pool();
        let mut returned = HashMap::new();
        let (mut at_limit, mut unused) = (0, 0);
        let mut note_cut = |returned: &mut HashMap<usize, usize>, buffer: &Guard<'_, Buffer>| {
            let Some(before) = returned.remove(&address(buffer)) else {
                return;
            };
            let after = buffer.capacity();
            at_limit += u64::from(before > LIMIT);
            unused += u64::from(after < before.min(LIMIT));
        };
        for (size, objects, rounds) in phases {
            for _ in 0..rounds {
                let buffers: Vec<_> = (0..objects)
                    .map(|_| {
                        let mut buffer = pool.get();
                        note_cut(&mut returned, &buffer);
                        buffer.resize(size, 7);
                        buffer
                    })
                    .collect();
                returned.extend(buffers.iter().map(|it| (address(it), it.capacity())));
            }
        }
        for buffer in std::iter::from_fn(|| pool.get_idle()) {
            note_cut(&mut returned, &buffer);
            // Or it is found again.
            Guard::discard(buffer);
        }
        let stats = pool.stats();
        prop_assert_eq!((stats.shrinks, stats.shrinks_unused), (at_limit, unused));
        prop_assert!(returned.is_empty());
    }
}

fn address(buffer: &Guard<'_, Buffer>) -> usize {
    std::ptr::from_ref(&**buffer).addr()
}
