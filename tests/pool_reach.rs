//! What reaches the caches of threads that sleep: ticks, `clear` and the bound; and
//! ageing that comes by itself.
//!
//! Nothing here measures time: what is said to happen by itself is waited for, with a
//! deadline that only a failure meets.

mod alive;
mod cached;
mod identities;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use qnpool::{Guard, Pool, PoolBuilder};

use alive::{Alive, count};
use cached::get_cache;
use identities::assert_identities;

type Alives = Pool<Alive, fn() -> Alive>;

fn ageless() -> PoolBuilder<Alive> {
    Pool::builder().idle_timeout(Duration::MAX)
}

/// A thread that has put `idle` objects into its cache, then taken `held` of them, and
/// sleeps until it is woken.
struct Sleeper<'scope> {
    wake: Sender<Expects>,
    thread: ScopedJoinHandle<'scope, ()>,
}

/// What becomes of an object that the woken thread returns and takes again.
#[derive(PartialEq)]
enum Expects {
    Hit,
    Anything,
}

impl<'scope> Sleeper<'scope> {
    fn start(
        scope: &'scope Scope<'scope, '_>,
        pool: &'scope Alives,
        idle: usize,
        held: usize,
    ) -> Self {
        let (wake, sleep) = channel();
        let (ready, is_ready) = channel();
        let thread = scope.spawn(move || {
            get_cache(pool);
            drop((0..idle).map(|_| pool.get()).collect::<Vec<_>>());
            let held: Vec<_> = (0..held).map(|_| pool.get()).collect();
            ready.send(()).unwrap();
            let expects = sleep.recv().unwrap();
            // Whatever was done to the cache meanwhile, its owner uses it as before.
            let mut objects: Vec<_> = (0..10).map(|_| pool.get()).collect();
            for object in &mut objects {
                assert_eq!(object.number, 0, "pristine");
                object.number = 7;
            }
            drop((objects, held));
            let before = pool.stats();
            drop(pool.get());
            let after = pool.stats();
            if expects == Expects::Hit {
                assert_eq!(after.cache_hits, before.cache_hits + 1);
            }
        });
        is_ready.recv().unwrap();
        Self { wake, thread }
    }

    fn wake(self) {
        self.wake.send(Expects::Hit).unwrap();
        self.thread.join().unwrap();
    }

    /// When others have all the credit.
    fn wake_without_credit(self) {
        self.wake.send(Expects::Anything).unwrap();
        self.thread.join().unwrap();
    }
}

#[test]
fn ticks_empty_the_caches_of_sleeping_threads() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let sleepers = [1, 20, 300].map(|idle| Sleeper::start(scope, &pool, idle, 0));
        pool.tick();
        assert_eq!(pool.stats().idle, 321);
        pool.tick();
        let stats = pool.stats();
        assert_eq!((stats.idle, stats.discarded_aged), (0, 321));
        assert_eq!(count(&ALIVE), 0, "while they sleep");
        assert_identities(stats);
        sleepers.into_iter().for_each(Sleeper::wake);
    });
    assert_identities(pool.stats());
}

#[test]
fn objects_of_a_sleeping_thread_are_of_use_before_they_age_out() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let sleeper = Sleeper::start(scope, &pool, 20, 0);
        assert!(pool.get_idle().is_none(), "theft is the last resort");
        pool.tick();
        let guard = pool.get_idle().expect("the sleeper's objects");
        assert_eq!(guard.number, 0);
        assert!(pool.stats().victim_hits > 0);
        drop(guard);
        sleeper.wake();
    });
    assert_identities(pool.stats());
}

#[test]
fn the_victim_is_asked_last() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    pool.prewarm(1);
    pool.tick();
    pool.prewarm(2);
    let young = pool.get();
    let stats = pool.stats();
    assert_eq!((stats.depot_hits, stats.victim_hits), (1, 0));
    let old = pool.get();
    assert_eq!(pool.stats().victim_hits, 1);
    drop((young, old));
    assert_identities(pool.stats());
}

#[test]
fn what_is_in_use_survives_ticks() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    for _ in 0..50 {
        drop((pool.get(), pool.get(), pool.get()));
        pool.tick();
    }
    let stats = pool.stats();
    assert_eq!((stats.created, stats.idle), (3, 3));
    assert_identities(stats);
}

#[test]
fn clear_empties_the_caches_of_sleeping_threads() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let sleepers = [1, 20, 300].map(|idle| Sleeper::start(scope, &pool, idle, 1));
        pool.clear();
        assert_eq!(count(&ALIVE), 3, "those that are out");
        let stats = pool.stats();
        assert_eq!((stats.idle, stats.discarded_aged), (0, 318));
        assert_identities(stats);
        sleepers.into_iter().for_each(Sleeper::wake);
    });
    assert_identities(pool.stats());
}

/// Wherever its owner was interrupted: also in the middle of taking or returning.
#[test]
fn clear_empties_the_cache_of_a_thread_at_work() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    const ROUNDS: usize = 500;
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    let (filled, cleared) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            for round in 1..=ROUNDS {
                drop((0..100).map(|_| pool.get()).collect::<Vec<_>>());
                filled.store(round, Ordering::SeqCst);
                while cleared.load(Ordering::SeqCst) < round {
                    let mut one = pool.get();
                    assert_eq!(one.number, 0, "pristine");
                    one.number = 1;
                }
            }
        });
        let mut most = 0;
        for round in 1..=ROUNDS {
            while filled.load(Ordering::SeqCst) < round {
                thread::yield_now();
            }
            pool.clear();
            most = most.max(count(&ALIVE));
            cleared.store(round, Ordering::SeqCst);
        }
        worker.join().unwrap();
        assert!(most <= 2, "{most} of 100 left, where one is in use");
    });
    assert_eq!(count(&ALIVE) as u64, pool.stats().idle);
    assert_identities(pool.stats());
}

/// Uses the pool until it hits a hundred times in a row, which must come soon.
fn hits_in_the_end(pool: &Alives, max_idle: usize, elsewhere: usize, alive: &AtomicUsize) {
    let mut row = 0;
    for _ in 0..10_000 {
        let created = pool.stats().created;
        let guard = pool.get();
        assert!(count(alive) <= max_idle + elsewhere + 1);
        drop(guard);
        row = if pool.stats().created == created {
            row + 1
        } else {
            0
        };
        if row == 100 {
            return;
        }
    }
    panic!("the sleeping thread keeps it all: {:?}", pool.stats());
}

#[test]
fn the_bound_gets_objects_of_sleeping_threads_back() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for max_idle in [1, 2, 4, 100] {
        let pool: Alives = ageless().max_idle(max_idle).create(|| Alive::new(&ALIVE));
        thread::scope(|scope| {
            let sleeper = Sleeper::start(scope, &pool, max_idle, 0);
            assert_eq!(pool.stats().idle, max_idle as u64);
            hits_in_the_end(&pool, max_idle, 0, &ALIVE);
            sleeper.wake_without_credit();
        });
        assert_identities(pool.stats());
    }
}

#[test]
fn the_bound_gets_credit_of_sleeping_threads_back() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for max_idle in [1, 2, 4, 100] {
        let pool: Alives = ageless().max_idle(max_idle).create(|| Alive::new(&ALIVE));
        thread::scope(|scope| {
            // It has taken out again what its credit was for.
            let sleeper = Sleeper::start(scope, &pool, max_idle, max_idle);
            assert_eq!(pool.stats().idle, 0);
            hits_in_the_end(&pool, max_idle, max_idle, &ALIVE);
            sleeper.wake_without_credit();
        });
        assert_identities(pool.stats());
    }
}

#[test]
fn prewarming_gets_credit_back_from_every_cache() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().max_idle(30).create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let sleeper = Sleeper::start(scope, &pool, 20, 20);
        let mut held: Vec<_> = (0..10).map(|_| pool.get()).collect();
        held.clear();
        held.extend((0..10).map(|_| pool.get()));
        assert_eq!(pool.stats().idle, 0);
        pool.prewarm(30);
        let stats = pool.stats();
        assert_eq!((stats.idle, stats.attached), (30, 30));
        drop(held);
        assert_eq!(pool.stats().discarded_full, 10);
        pool.clear();
        sleeper.wake_without_credit();
    });
    assert_identities(pool.stats());
}

/// Uses the pool until it is as it should be; a minute means never.
fn eventually(pool: &Alives, mut uses: impl FnMut(), is_over: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_over() {
        uses();
        let waited = start.elapsed();
        assert!(waited < Duration::from_mins(1), "{:?}", pool.stats());
    }
}

const SHORT: Duration = Duration::from_millis(1);

#[test]
fn objects_of_a_sleeping_thread_age_by_themselves() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = Pool::builder()
        .idle_timeout(SHORT)
        .create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let sleeper = Sleeper::start(scope, &pool, 50, 0);
        eventually(&pool, || drop(pool.get()), || count(&ALIVE) <= 1);
        sleeper.wake();
    });
    assert_identities(pool.stats());
}

/// A thread that needs nothing but its own cache still looks at the clock.
#[test]
fn hits_alone_age_the_depot() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = Pool::builder()
        .idle_timeout(SHORT)
        .create(|| Alive::new(&ALIVE));
    drop(pool.get());
    pool.prewarm(2000);
    let before = pool.stats();
    eventually(&pool, || drop(pool.get()), || count(&ALIVE) <= 1);
    let stats = pool.stats();
    assert_eq!(stats.created, before.created);
    assert!(stats.discarded_aged >= before.idle - 1);
    assert_identities(stats);
}

/// And when it has become slow: what a busy hour left must not wait for as many uses again as
/// that had between two looks.
#[test]
fn uses_that_become_rare_age_the_pool_within_thousands() {
    const GENERATION: Duration = Duration::from_millis(20);
    let pool = Pool::<u64>::builder().idle_timeout(GENERATION).build();
    let busy = || (0..1_000_000).for_each(|_| drop(pool.get()));
    busy();
    drop([(); 100].map(|()| pool.get()));
    let idle = pool.stats().idle;
    let aged = pool.stats().discarded_aged;
    for _ in 0..4 {
        thread::sleep(GENERATION + Duration::from_millis(20));
        (0..2100).for_each(|_| drop(pool.get()));
    }
    let stats = pool.stats();
    assert!(stats.discarded_aged - aged >= idle / 2, "{stats}");
}

/// The time of uses that miss says nothing about those that hit.
#[test]
fn few_uses_age_what_a_burst_left() {
    const GENERATION: Duration = Duration::from_millis(10);
    let pool = Pool::<u64>::builder().idle_timeout(GENERATION).build();
    drop([(); 100].map(|()| pool.get()));
    for _ in 0..12 {
        thread::sleep(GENERATION + Duration::from_millis(15));
        drop(pool.get());
    }
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_aged), (1, 99), "{stats}");
}

/// And so does one that only takes, or only returns.
#[test]
fn each_half_of_a_one_way_flow_ages_the_pool() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for returns in [false, true] {
        let pool: Alives = Pool::builder()
            .idle_timeout(SHORT)
            .create(|| Alive::new(&ALIVE));
        thread::scope(|scope| {
            let sleeper = Sleeper::start(scope, &pool, 50, 0);
            let aged = || pool.stats().discarded_aged >= 50;
            if returns {
                let attach = || pool.attach(Alive::new(&ALIVE));
                eventually(&pool, attach, aged);
            } else {
                let take = || drop(Guard::detach(pool.get()));
                // Taking alone may use them up instead.
                eventually(&pool, take, || aged() || count(&ALIVE) == 0);
            }
            sleeper.wake();
        });
        assert_identities(pool.stats());
    }
}

#[test]
fn a_generation_of_no_length_ages_without_end() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = Pool::builder()
        .idle_timeout(Duration::ZERO)
        .create(|| Alive::new(&ALIVE));
    pool.prewarm(500);
    eventually(&pool, || drop(pool.get()), || count(&ALIVE) <= 1);
    assert_identities(pool.stats());
}

#[test]
fn a_generation_without_end_never_ages() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = ageless().create(|| Alive::new(&ALIVE));
    pool.prewarm(500);
    for _ in 0..200_000 {
        drop(pool.get());
    }
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.discarded_aged), (500, 0));
    pool.tick();
    pool.tick();
    assert_eq!(pool.stats().idle, 0, "but it ticks when told");
}
