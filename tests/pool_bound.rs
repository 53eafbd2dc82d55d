//! The bound on idle objects, at every instant, of all tiers together.
//!
//! One word holds the surplus: the objects alive, less those that a thread may have
//! in its hands. A thread counts an object as in hand before it asks for it, and until
//! after it has given it back; so the surplus is never more than what is idle, and is
//! the same whenever no call is under way. Each change of the word is an instant that
//! was looked at: no observer has to come by at the right moment.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{Guard, Pool, Poolable};

const THREADS: usize = 100;

struct Surplus {
    now: AtomicIsize,
    most: AtomicIsize,
}

impl Surplus {
    const fn new() -> Self {
        Self {
            now: AtomicIsize::new(0),
            most: AtomicIsize::new(0),
        }
    }

    fn add(&self, change: isize) {
        let now = self.now.fetch_add(change, Ordering::SeqCst) + change;
        if change > 0 {
            self.most.fetch_max(now, Ordering::Relaxed);
        }
    }

    /// Objects that a thread has in its hands, or is about to take.
    fn in_hand(&self, objects: usize) {
        self.add(-objects.cast_signed());
    }

    fn given_back(&self, objects: usize) {
        self.add(objects.cast_signed());
    }
}

/// An object that is counted from its construction to the end of its drop.
struct Counted {
    surplus: &'static Surplus,
    body: Vec<u8>,
    unfit: bool,
}

impl Counted {
    const RETAINED: usize = 1000;

    fn new(surplus: &'static Surplus) -> Self {
        surplus.add(1);
        Self {
            surplus,
            body: Vec::new(),
            unfit: false,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // Whoever is let in for an object that is on its way out comes in now.
        thread::yield_now();
        self.surplus.add(-1);
    }
}

impl Poolable for Counted {
    const MAX_RETAINED_BYTES: usize = Self::RETAINED;

    fn reset(&mut self) {
        self.body.clear();
        self.body.shrink_to(Self::RETAINED);
    }

    fn should_discard(&self) -> bool {
        self.unfit
    }
}

/// A hundred threads take and give back, while others tick, clear, prewarm and come
/// and go.
fn hammer<F>(pool: &Pool<Counted, F>, surplus: &'static Surplus, rounds: usize)
where
    F: Fn() -> Counted + Sync,
{
    let work = |thread: usize| {
        for round in 0..rounds {
            let objects = 1 + (thread + round) % 7;
            surplus.in_hand(objects);
            let mut guards: Vec<_> = (0..objects).map(|_| pool.get()).collect();
            for guard in &mut guards {
                guard.body.resize(round % 32, 1);
            }
            if round % 11 == 0 {
                guards[0].unfit = true;
            }
            if round % 4 == thread % 4 {
                thread::yield_now();
            }
            if round % 13 == 0 {
                Guard::discard(guards.pop().unwrap());
            }
            if round % 17 == 0 {
                surplus.in_hand(1);
                pool.attach(Counted::new(surplus));
                surplus.given_back(1);
            }
            drop(guards);
            surplus.given_back(objects);
        }
    };
    let done = AtomicBool::new(false);
    let bound = pool.stats().idle_bytes_bound;
    thread::scope(|scope| {
        let meddler = scope.spawn(|| {
            for turn in 0_usize.. {
                match turn % 4 {
                    0 | 2 => pool.tick(),
                    1 => pool.prewarm(3),
                    _ => pool.clear(),
                }
                let each = (size_of::<Counted>() + Counted::RETAINED) as u64;
                assert!(pool.stats().idle * each <= bound);
                // Starts with an empty cache, and exits with objects in it.
                scope
                    .spawn(|| {
                        surplus.in_hand(3);
                        drop([pool.get(), pool.get(), pool.get()]);
                        surplus.given_back(3);
                    })
                    .join()
                    .unwrap();
                if done.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_micros(500));
            }
        });
        let workers: Vec<_> = (0..THREADS)
            .map(|thread| scope.spawn(move || work(thread)))
            .collect();
        for worker in workers {
            worker.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        meddler.join().unwrap();
    });
}

/// Returns the most that the surplus came to.
fn most<F>(pool: &Pool<Counted, F>, surplus: &'static Surplus, rounds: usize) -> usize
where
    F: Fn() -> Counted + Sync,
{
    hammer(pool, surplus, rounds);
    assert_eq!(pool.stats().outstanding, 0);
    let now = surplus.now.load(Ordering::SeqCst);
    assert_eq!(
        now.cast_unsigned() as u64,
        pool.stats().idle,
        "alive, and not idle"
    );
    surplus.most.load(Ordering::Relaxed).cast_unsigned()
}

/// What is idle after so many objects have come back at once.
fn filled<F>(pool: &Pool<Counted, F>, surplus: &'static Surplus, objects: usize) -> usize
where
    F: Fn() -> Counted,
{
    surplus.in_hand(objects);
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
    surplus.given_back(objects);
    surplus.now.load(Ordering::SeqCst).cast_unsigned()
}

macro_rules! bounds {
    ($($name:ident: $max_idle:literal)*) => {
        $(
            #[test]
            fn $name() {
                static SURPLUS: Surplus = Surplus::new();
                let max_idle = $max_idle;
                let pool = Pool::builder()
                    .max_idle(max_idle)
                    .create(|| Counted::new(&SURPLUS));
                let most = most(&pool, &SURPLUS, 200);
                assert!(most <= max_idle, "{most} were idle at once");
                // All of the bound is there to be used, and would have been seen.
                assert_eq!(filled(&pool, &SURPLUS, max_idle + 10), max_idle);
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
    static SURPLUS: Surplus = Surplus::new();
    const EACH: usize = size_of::<Counted>() + Counted::RETAINED;
    // One byte short of 21.
    let pool = Pool::builder()
        .max_idle_bytes(21 * EACH - 1)
        .create(|| Counted::new(&SURPLUS));
    assert_eq!(pool.stats().idle_bytes_bound, 20 * EACH as u64);
    let most = most(&pool, &SURPLUS, 200);
    assert!(most <= 20, "{most} were idle at once");
    assert_eq!(filled(&pool, &SURPLUS, 30), 20);
}

/// Every thread fills its cache and sleeps; then all that is idle is counted.
#[test]
fn sleeping_caches_share_the_bound() {
    static SURPLUS: Surplus = Surplus::new();
    let pool = Pool::builder()
        .max_idle(150)
        .create(|| Counted::new(&SURPLUS));
    let (slept, counted) = (Barrier::new(THREADS + 1), Barrier::new(THREADS + 1));
    let (idle, told) = thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                filled(&pool, &SURPLUS, 40);
                slept.wait();
                counted.wait();
            });
        }
        slept.wait();
        let idle = SURPLUS.now.load(Ordering::SeqCst);
        let told = pool.stats().idle;
        counted.wait();
        (idle.cast_unsigned(), told)
    });
    assert!((1..=150).contains(&idle), "{idle}");
    assert_eq!(told, idle as u64);
    assert!(SURPLUS.most.load(Ordering::Relaxed) <= 150);
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
