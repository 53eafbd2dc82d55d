//! The bound on idle objects, at every instant, of all tiers together; how that is seen
//! is told in `surplus`.

mod surplus;

use std::sync::Barrier;
use std::thread;

use qnpool::{Pool, Poolable};

use surplus::{Books, Counted, filled, most};

const THREADS: usize = 100;

macro_rules! bounds {
    ($($name:ident: $max_idle:literal)*) => {
        $(
            #[test]
            fn $name() {
                static BOOKS: Books = Books::new();
                let max_idle = $max_idle;
                let pool = Pool::builder()
                    .max_idle(max_idle)
                    .create(|| Counted::new(&BOOKS));
                let (objects, bytes) = most(&pool, &BOOKS, THREADS, 200);
                assert!(objects <= max_idle, "{objects} were idle at once");
                assert!(bytes <= max_idle * Counted::EACH, "{bytes} were idle at once");
                // All of the bound is there to be used, and would have been seen.
                assert_eq!(filled(&pool, &BOOKS, max_idle + 10), max_idle);
            }
        )*
    };
}

bounds! {
    none: 0
    one: 1
    a_few: 7
    fewer_than_threads: 40
    more_than_threads: 200
}

#[test]
fn in_bytes() {
    static BOOKS: Books = Books::new();
    const EACH: usize = Counted::EACH;
    // One byte short of 21.
    let pool = Pool::builder()
        .max_idle_bytes(21 * EACH - 1)
        .create(|| Counted::new(&BOOKS));
    assert_eq!(pool.stats().idle_bytes_bound, 20 * EACH as u64);
    let (objects, bytes) = most(&pool, &BOOKS, THREADS, 200);
    assert!(objects <= 20, "{objects} were idle at once");
    assert!(bytes <= 20 * EACH, "{bytes} were idle at once");
    assert_eq!(filled(&pool, &BOOKS, 30), 20);
}

/// Every thread fills its cache and sleeps; then all that is idle is counted.
#[test]
fn sleeping_caches_share_the_bound() {
    static BOOKS: Books = Books::new();
    let pool = Pool::builder()
        .max_idle(150)
        .create(|| Counted::new(&BOOKS));
    let (slept, counted) = (Barrier::new(THREADS + 1), Barrier::new(THREADS + 1));
    let (idle, told) = thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                filled(&pool, &BOOKS, 40);
                slept.wait();
                counted.wait();
            });
        }
        slept.wait();
        let idle = BOOKS.objects.now();
        let told = pool.stats().idle;
        counted.wait();
        (idle.cast_unsigned(), told)
    });
    assert!((1..=150).contains(&idle), "{idle}");
    assert_eq!(told, idle as u64);
    assert!(BOOKS.objects.most() <= 150);
}

#[test]
fn a_bound_in_bytes_that_no_object_fits_keeps_none() {
    /// With what it retains, more than can be counted.
    struct Vast(#[expect(dead_code, reason = "has a size")] [u8; 8]);
    impl Poolable for Vast {
        const MAX_RETAINED_BYTES: usize = usize::MAX - 1;
        fn reset(&mut self) {}
    }
    let pool = Pool::builder()
        .max_idle_bytes(1 << 20)
        .create(|| Vast([0; 8]));
    drop(pool.get());
    assert_eq!(pool.stats().idle, 0);
}
