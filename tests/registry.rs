//! The named pools of the process.

mod child;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use qnpool::{Bounded, LeakDetection, Pool, PoolReport, Poolable, Verdict, pools};

use child::{again, is_child, run};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;

/// Other tests have pools too, of other names.
fn named(name: &str) -> Vec<PoolReport> {
    let mut reports = pools();
    reports.retain(|report| report.name == name);
    reports
}

#[track_caller]
fn only(name: &str) -> PoolReport {
    let [report] = named(name).try_into().expect("one pool");
    report
}

/// In a process of its own, where no other pools are.
#[test]
fn pools_are_in_the_order_of_first_use() {
    static THIRD: Lines = Pool::builder().name("third").build();
    if !is_child() {
        run(&mut again("pools_are_in_the_order_of_first_use"));
        return;
    }
    let names = || pools().iter().map(|pool| pool.name).collect::<Vec<_>>();
    let first = Lines::builder().name("first").build();
    let second = Arc::new(Pool::<u64>::builder().name("second").build());
    let unnamed = Lines::new();
    let unused = Lines::builder().name("unused").build();
    assert_eq!(names(), [""; 0]);
    drop((first.get(), unnamed.get()));
    assert_eq!(names(), ["first"]);
    second.attach(1);
    drop(THIRD.get());
    let again = Lines::builder().name("first").build();
    assert_eq!(again.stats().gets, 0, "which is a use");
    assert_eq!(names(), ["first", "second", "third", "first"]);
    let types: Vec<_> = pools().iter().map(|pool| pool.type_name).collect();
    assert!(
        types[0].contains("String") && types[1] == "u64",
        "{types:?}"
    );
    drop((first.get(), unused.name()));
    assert_eq!(names(), ["first", "second", "third", "first"]);
    drop(first);
    assert_eq!(names(), ["second", "third", "first"]);
    let guard = second.get_owned();
    drop(second);
    assert_eq!(names(), ["second", "third", "first"], "the guard keeps it");
    drop(guard);
    drop((again, unused));
    assert_eq!(names(), ["third"]);
}

#[test]
fn a_report_has_everything() {
    let pool = Lines::builder()
        .name("reported")
        .idle_timeout(Duration::MAX)
        .leak_detection(LeakDetection::All)
        .build();
    drop(pool.get());
    pool.tick();
    let held: Vec<_> = (0..20).map(|_| pool.get()).collect();
    let report = only("reported");
    assert_eq!(report.stats, pool.stats());
    assert_eq!(report.stats.outstanding, 20);
    assert_eq!(report.health, pool.health());
    assert_eq!(report.health.verdict, Verdict::Leaking);
    assert_eq!(report.census.live(), 20);
    assert_eq!(report.census.pool, "reported");
    assert_eq!(report.census.type_name, report.type_name);
    assert_eq!(report.census.object_bytes, 256 + size_of::<Line>() as u64);
    drop(held);
    assert_eq!(only("reported").census.live(), 0);
}

#[test]
fn a_pool_that_has_moved_is_listed_once_and_leaves() {
    let pool = Lines::builder().name("moved").build();
    drop(pool.get());
    let boxed = Box::new(pool);
    assert_eq!(only("moved").stats.created, 1);
    drop(boxed.get());
    let mut pools = vec![*boxed];
    pools.reserve(100);
    drop(pools[0].get());
    assert_eq!(only("moved").stats.gets, 3);
    thread::spawn(move || drop(pools)).join().unwrap();
    assert_eq!(named("moved").len(), 0);
}

#[test]
fn a_pool_in_an_arc_leaves_with_the_last_share() {
    let pool = Arc::new(Lines::builder().name("shared").build());
    drop(pool.get());
    let share = Arc::clone(&pool);
    drop(pool);
    assert_eq!(named("shared").len(), 1);
    drop(share);
    assert_eq!(named("shared").len(), 0);
}

#[test]
fn a_pool_of_what_borrows_is_listed_while_it_is_there() {
    struct Borrowing<'a>(&'a Cell<u32>);

    impl Poolable for Borrowing<'_> {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    let resets = Cell::new(0);
    {
        let builder = Pool::builder().name("borrowing");
        let pool = builder.create(|| Borrowing(&resets));
        drop(pool.get());
        // On another thread, where such an object may not be.
        let report = thread::spawn(|| only("borrowing")).join().unwrap();
        assert_eq!(report.stats.idle, 1);
    }
    assert_eq!(named("borrowing").len(), 0);
    assert_eq!(resets.get(), 2);
}

/// It is there for ever, though what its objects borrowed is gone.
#[test]
fn a_forgotten_pool_stays() {
    struct Shared(Rc<u32>);

    impl Poolable for Shared {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            assert_eq!(*self.0, 7);
        }
    }

    struct Borrowing<'a>(&'a u32);

    impl Poolable for Borrowing<'_> {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            assert_eq!(*self.0, 7);
        }
    }

    {
        let shared = Rc::new(7);
        let pool = Pool::builder().name("forgotten");
        let pool = pool.create(|| Shared(Rc::clone(&shared)));
        drop(pool.get());
        std::mem::forget(pool);

        let borrowed: Box<u32> = Box::new(7);
        let pool = Pool::builder().name("forgotten");
        let pool = pool.create(|| Borrowing(&borrowed));
        drop((pool.get(), pool.get()));
        std::mem::forget(pool);
    }
    for _ in 0..3 {
        let reports = named("forgotten");
        let idle: Vec<_> = reports.iter().map(|report| report.stats.idle).collect();
        assert_eq!(idle, [1, 2]);
    }
}

/// While objects are taken, and drop pools in their turn.
#[test]
fn pools_come_and_go_while_others_look() {
    const THREADS: usize = 4;
    const POOLS: usize = 250;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    for report in named("passing") {
                        assert!(report.stats.gets <= 2 && report.census.live() <= 2);
                        assert_eq!(report.health.generations, 0);
                    }
                }
            });
        }
        let threads = [(); THREADS].map(|()| {
            scope.spawn(|| {
                for turn in 0..POOLS {
                    let pool = Lines::builder().name("passing");
                    let pool = pool.leak_detection(LeakDetection::All).build();
                    drop(pool.get());
                    let pool = if turn % 2 == 0 { pool } else { *Box::new(pool) };
                    let guard = pool.get();
                    assert!(!named("passing").is_empty());
                    drop(guard);
                }
            })
        });
        let outcomes = threads.map(|thread| thread.join().is_ok());
        done.store(true, Ordering::Relaxed);
        assert_eq!(outcomes, [true; THREADS]);
    });
    assert_eq!(named("passing").len(), 0);
}

/// What a pool drops may have a pool of its own, which leaves the list meanwhile.
#[test]
fn a_pool_may_hold_pools() {
    struct Nested(Lines);

    impl Default for Nested {
        fn default() -> Self {
            let pool = Lines::builder().name("inner").build();
            drop(pool.get());
            Self(pool)
        }
    }

    impl Poolable for Nested {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            drop(self.0.get());
            assert!(!pools().is_empty());
        }
    }

    let outer = Pool::<Nested>::builder().name("outer").build();
    drop((outer.get(), outer.get()));
    assert_eq!((named("outer").len(), named("inner").len()), (1, 2));
    outer.clear();
    assert_eq!((named("outer").len(), named("inner").len()), (1, 0));
    drop(outer.get());
    drop(outer);
    assert_eq!((named("outer").len(), named("inner").len()), (0, 0));
}

/// As when metrics are scraped; and the callback may look at them too.
#[test]
fn a_look_at_all_pools_reports_what_is_out_for_too_long() {
    static REPORTS: AtomicUsize = AtomicUsize::new(0);
    static POOL: Lines = Pool::builder()
        .name("late")
        .idle_timeout(Duration::MAX)
        .hold_threshold(Duration::from_millis(30))
        .on_long_hold(|_| {
            drop(pools());
            REPORTS.fetch_add(1, Ordering::SeqCst);
        })
        .build();

    let guard = POOL.get();
    let begin = Instant::now();
    while REPORTS.load(Ordering::SeqCst) == 0 {
        assert!(begin.elapsed() < Duration::from_mins(1));
        thread::sleep(Duration::from_millis(5));
        drop(pools());
    }
    drop(pools());
    assert_eq!(REPORTS.load(Ordering::SeqCst), 1);
    drop(guard);
    assert_eq!(REPORTS.load(Ordering::SeqCst), 2);
}
