//! The verdict on a bound that is too small for the traffic, and the bound that it suggests.

use std::thread;
use std::time::Duration;

use qnpool::{Bounded, Guard, Health, Pool, PoolBuilder, Poolable, Reason, Verdict};

#[derive(Default, Poolable)]
struct Row {
    #[pool(unbounded)]
    _cells: Vec<u8>,
}

type Rows = Pool<Row>;

/// Generations end when the test says so.
fn bounded_to(max_idle: usize) -> Rows {
    Rows::builder()
        .max_idle(max_idle)
        .idle_timeout(Duration::MAX)
        .build()
}

fn take(pool: &Rows, objects: usize) -> Vec<Guard<'_, Row>> {
    (0..objects).map(|_| pool.get()).collect()
}

/// The figures of `BoundTooSmall`, if it is reported.
#[derive(Debug, PartialEq)]
struct TooSmall {
    enough: u64,
    created: u64,
    gets: u64,
    discarded_full: u64,
}

fn too_small(pool: &Rows) -> Option<TooSmall> {
    pool.health()
        .reasons
        .iter()
        .find_map(|reason| match *reason {
            Reason::BoundTooSmall {
                max_idle,
                enough,
                enough_bytes,
                created,
                gets,
                discarded_full,
            } => {
                assert_eq!(reason.verdict(), Verdict::Wasteful);
                assert_eq!(max_idle, pool.stats().max_idle);
                assert_eq!(enough_bytes, None, "bytes do not limit a row");
                Some(TooSmall {
                    enough,
                    created,
                    gets,
                    discarded_full,
                })
            }
            _ => None,
        })
}

/// Of `Creations`: the objects created, and those that were discarded for a full pool.
fn other_creations(health: &Health) -> Option<(u64, u64)> {
    health.reasons.iter().find_map(|reason| match *reason {
        Reason::Creations {
            created,
            discarded_full,
            ..
        } => Some((created, discarded_full)),
        _ => None,
    })
}

/// Traffic over some generations, and how many objects are in use at once.
type Traffic = (&'static str, usize, fn(&Rows));

const TRAFFICS: [Traffic; 6] = [
    ("a burst in each generation", 500, |pool| {
        for _ in 0..6 {
            drop(take(pool, 500));
            pool.tick();
        }
    }),
    ("many bursts in each generation", 500, |pool| {
        for _ in 0..6 {
            // Of sizes that alternate and differ.
            for number in 0..20 {
                drop(take(pool, 500 - number * 7 % 100));
                drop(take(pool, 10 + number));
            }
            pool.tick();
        }
    }),
    ("a generation ends within each burst", 500, |pool| {
        for _ in 0..4 {
            let rows = take(pool, 500);
            pool.tick();
            drop(rows);
            pool.tick();
        }
    }),
    ("a generation ends while a burst begins", 500, |pool| {
        drop(take(pool, 500));
        for _ in 0..6 {
            let half = take(pool, 250);
            pool.tick();
            drop((half, take(pool, 250)));
        }
    }),
    ("some objects stay in use", 800, |pool| {
        let _used = take(pool, 300);
        for _ in 0..6 {
            drop(take(pool, 500));
            pool.tick();
        }
    }),
    ("another thread drops each burst", 500, |pool| {
        for _ in 0..6 {
            let rows = take(pool, 500);
            thread::scope(|scope| drop(scope.spawn(|| drop(rows))));
            pool.tick();
        }
    }),
];

#[test]
fn the_suggested_bound_is_enough_for_the_same_traffic() {
    for (name, in_use, run) in TRAFFICS {
        for max_idle in [0, 1, 7, 100, 300] {
            let pool = bounded_to(max_idle);
            run(&pool);
            let Some(TooSmall { enough, .. }) = too_small(&pool) else {
                panic!("{name}, {max_idle}: {}", pool.health())
            };
            assert_eq!(other_creations(&pool.health()), None, "{name}, {max_idle}");
            assert!(enough <= in_use as u64, "{name}, {max_idle}, {enough}");

            let pool = bounded_to(usize::try_from(enough).unwrap());
            run(&pool);
            let health = pool.health();
            assert_eq!(health.reasons, [], "{name}, {max_idle}, {enough}");
        }
    }
}

#[test]
fn a_bound_that_suffices_is_not_reported() {
    for (name, in_use, run) in TRAFFICS {
        for max_idle in [in_use, 2 * in_use, 1 << 17] {
            let pool = bounded_to(max_idle);
            run(&pool);
            assert_eq!(pool.health().reasons, [], "{name}, {max_idle}");
        }
    }
}

#[test]
fn the_suggested_bound_is_exact_for_one_burst_in_a_generation() {
    let pool = bounded_to(1000);
    for _ in 0..3 {
        drop(take(&pool, 5000));
        pool.tick();
    }
    // The first generation is not looked at.
    let expected = TooSmall {
        enough: 5000,
        created: 8000,
        gets: 10_000,
        discarded_full: 8000,
    };
    assert_eq!(too_small(&pool), Some(expected));
}

/// Takes two objects where one may be idle, so one is created and discarded each time; other
/// uses find the one that is idle.
fn miss(pool: &Rows, missed: usize, gets: usize) {
    (0..missed).for_each(|_| drop(take(pool, 2)));
    (2 * missed..gets).for_each(|_| drop(pool.get()));
}

#[test]
fn more_than_one_object_in_twenty_must_have_been_missed() {
    for (missed, gets, is_reported) in [
        (0, 100, false),
        (15, 30, false),
        (16, 32, true),
        (16, 319, true),
        (16, 320, false),
        (50, 999, true),
        (50, 1000, false),
    ] {
        let pool = bounded_to(1);
        drop(pool.get());
        pool.tick();
        miss(&pool, missed, gets);
        pool.tick();
        let (missed, gets) = (missed as u64, gets as u64);
        let expected = TooSmall {
            // `miss` has two objects at once.
            enough: 2,
            created: missed,
            gets,
            discarded_full: missed,
        };
        assert_eq!(too_small(&pool), is_reported.then_some(expected));
        assert_eq!(other_creations(&pool.health()), None);
    }
}

#[test]
fn nothing_is_reported_in_the_first_two_generations() {
    let pool = bounded_to(1);
    miss(&pool, 100, 200);
    assert_eq!(pool.health().reasons, []);
    pool.tick();
    miss(&pool, 100, 200);
    assert_eq!(pool.health().reasons, []);
    pool.tick();
    assert!(too_small(&pool).is_some());
    // After five more generations the figures are too old.
    (0..5).for_each(|_| pool.tick());
    assert_eq!(pool.health().reasons, []);
}

/// Objects that are discarded only after the last one was created were not missed, if a
/// generation ended in between.
#[test]
fn a_growing_pool_is_not_too_small() {
    let pool = bounded_to(50);
    drop(pool.get());
    pool.clear();
    pool.tick();
    let mut rows = Vec::new();
    for _ in 0..3 {
        rows.extend(take(&pool, 100));
        pool.tick();
    }
    assert_eq!(too_small(&pool), None);
    assert_eq!(other_creations(&pool.health()), Some((300, 0)));

    drop(rows);
    assert_eq!(too_small(&pool), None);
    pool.tick();
    assert_eq!(too_small(&pool), None);
    assert_eq!(other_creations(&pool.health()), Some((300, 250)));
    // Now they are missed.
    drop(take(&pool, 300));
    let found = too_small(&pool).unwrap();
    assert_eq!((found.enough, found.created), (300, 250));
    assert_eq!(other_creations(&pool.health()), Some((300, 0)));
    let text = pool.health().to_string();
    assert!(text.ends_with("as more were out than before"), "{text}");
}

#[test]
fn objects_that_were_cleared_or_aged_do_not_make_the_bound_too_small() {
    let cleared = bounded_to(100);
    let aged = bounded_to(100);
    for _ in 0..4 {
        for (pool, clears) in [(&cleared, true), (&aged, false)] {
            drop(take(pool, 100));
            pool.tick();
            pool.tick();
            if clears {
                pool.clear();
            }
        }
    }
    for pool in [cleared, aged] {
        drop(take(&pool, 100));
        assert_eq!(too_small(&pool), None);
        assert_eq!(other_creations(&pool.health()), Some((300, 0)));
        let text = pool.health().to_string();
        assert!(text.ends_with("raise `idle_timeout`"), "{text}");
    }
}

/// Objects that were discarded for a full pool two generations ago would have aged.
#[test]
fn a_larger_bound_keeps_nothing_for_longer_than_a_generation() {
    for (generations, missed) in [(0, 400), (1, 400), (2, 0), (3, 0)] {
        let pool = bounded_to(100);
        let rows = take(&pool, 500);
        pool.tick();
        drop(rows);
        (0..generations).for_each(|_| pool.tick());
        let _rows = take(&pool, 500);
        pool.tick();
        let found = too_small(&pool).map_or(0, |found| found.created);
        assert_eq!(found, missed, "{generations}");
    }
}

#[test]
fn a_discarded_object_is_missed_only_once() {
    let pool = bounded_to(0);
    drop(pool.get());
    pool.tick();
    drop(take(&pool, 100));
    pool.tick();
    let _rows = take(&pool, 100);
    assert_eq!(too_small(&pool).unwrap().created, 100);
    assert_eq!(other_creations(&pool.health()), Some((100, 0)));
}

/// The rest is a reason of its own only if it is many by itself.
#[test]
fn other_creations_are_reported_beside_it_if_they_are_many() {
    for (lost, gets, is_reported) in [
        (0, 200, false),
        (15, 200, false),
        (16, 319, true),
        (16, 320, false),
        (400, 900, true),
    ] {
        let pool = bounded_to(1);
        drop(pool.get());
        pool.tick();
        miss(&pool, 50, gets - 2 * lost);
        for _ in 0..lost {
            Guard::discard(pool.get());
            drop(pool.get());
        }
        pool.tick();
        let health = pool.health();
        let found = too_small(&pool).unwrap();
        assert_eq!((found.created, found.gets), (50, gets as u64));
        let expected = is_reported.then_some((lost as u64, 0));
        assert_eq!(other_creations(&health), expected, "{lost} of {gets}");
        if is_reported {
            let text = health.to_string();
            assert!(
                text.ends_with("did not come back, or not fit for use"),
                "{text}"
            );
        }
    }
}

/// Too few to be a reason by themselves, they count among the others.
#[test]
fn few_missed_objects_are_creations_like_others() {
    let pool = bounded_to(1);
    drop(pool.get());
    pool.tick();
    miss(&pool, 10, 20);
    for _ in 0..90 {
        Guard::discard(pool.get());
        drop(pool.get());
    }
    pool.tick();
    assert_eq!(too_small(&pool), None);
    assert_eq!(other_creations(&pool.health()), Some((100, 10)));
}

#[test]
fn a_pool_that_keeps_nothing_is_too_small() {
    let pool = bounded_to(0);
    drop(pool.get());
    pool.tick();
    (0..20).for_each(|_| drop(pool.get()));
    pool.tick();
    (0..20).for_each(|_| drop(pool.get()));
    let expected = TooSmall {
        enough: 1,
        created: 40,
        gets: 40,
        discarded_full: 40,
    };
    assert_eq!(too_small(&pool), Some(expected));
}

/// What `health` reports after bursts of 100 objects.
fn after_bursts<T>(builder: PoolBuilder<T>) -> Health
where
    T: Poolable + Default + Send + Sync,
{
    let pool = builder.idle_timeout(Duration::MAX).build();
    for _ in 0..3 {
        drop((0..100).map(|_| pool.get()).collect::<Vec<_>>());
        pool.tick();
    }
    pool.health()
}

type Line = Bounded<String, 256>;

#[test]
fn the_message_has_the_settings_to_write() {
    let without_bytes = "wasteful: a `max_idle` of 40 is too small: 120 of 200 objects were \
         created although 120 had been discarded because the pool was full; \
         `max_idle(100)` would be enough";
    let rows = after_bursts(Rows::builder().max_idle(40));
    assert_eq!(rows.to_string(), without_bytes);
    let empty = after_bursts(Pool::<()>::builder().max_idle(40));
    assert_eq!(empty.to_string(), without_bytes);

    let lines = after_bursts(Pool::<Line>::builder().max_idle(40));
    let bytes = 100 * (size_of::<Line>() + 256);
    let with_bytes = format!("{without_bytes}, in bytes `max_idle_bytes({bytes})`");
    assert_eq!(lines.to_string(), with_bytes);
}

#[test]
fn the_suggested_bytes_are_enough() {
    let after = |bytes| after_bursts(Pool::<Line>::builder().max_idle_bytes(bytes));
    let health = after(10_000);
    let [Reason::BoundTooSmall { enough_bytes, .. }] = health.reasons[..] else {
        panic!("{health}")
    };
    let bytes = usize::try_from(enough_bytes.unwrap()).unwrap();
    assert_eq!(after(bytes).reasons, []);
}
