//! No reading of `outstanding`, nor of its peak, is above the number of objects that were
//! checked out: whatever the threads do meanwhile, and however an object comes back.
//!
//! Each test lets threads work while it reads the figures many times, and knows how many
//! objects can be checked out at most at any one time.

mod alive;
mod at_exit;
mod identities;

use std::panic::{catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use qnpool::{Bounded, Guard, OwnedGuard, Pool, Poolable, pools};

use alive::{Alive, count};
use at_exit::{at_exit, at_very_last};
use identities::assert_identities;

const READINGS: usize = 20_000;

type Work<'work> = &'work (dyn Fn() + Sync);

/// Reads the figures while a thread does each of these again and again.
fn assert_never_above<T: Poolable, F>(pool: &Pool<T, F>, most: u64, work: &[Work])
where
    Pool<T, F>: Sync,
{
    assert_none_above(READINGS, pool, most, work);
}

fn assert_none_above<T: Poolable, F>(readings: usize, pool: &Pool<T, F>, most: u64, work: &[Work])
where
    Pool<T, F>: Sync,
{
    let (ready, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let read = || {
        let stats = pool.stats();
        assert!(stats.outstanding <= most, "{stats}");
        assert!(stats.peak_outstanding <= most, "{stats}");
        assert!(stats.outstanding <= stats.peak_outstanding, "{stats}");
    };
    thread::scope(|scope| {
        let threads: Vec<_> = work
            .iter()
            .map(|work| {
                scope.spawn(|| {
                    ready.fetch_add(1, Ordering::Relaxed);
                    while !done.load(Ordering::Relaxed) {
                        work();
                    }
                })
            })
            .collect();
        while ready.load(Ordering::Relaxed) < work.len() {
            thread::yield_now();
        }
        // The threads must end also if a reading is wrong.
        let reading = scope.spawn(|| (0..readings).for_each(|_| read())).join();
        done.store(true, Ordering::Relaxed);
        for thread in threads {
            thread.join().unwrap();
        }
        if let Err(panic) = reading {
            resume_unwind(panic);
        }
    });
    let stats = pool.stats();
    assert!(stats.gets > 0, "{stats}");
    assert_identities(stats);
}

type Buffer = Bounded<Vec<u8>, 64>;

#[test]
fn of_a_thread_that_detaches() {
    static POOL: Pool<Buffer> = Pool::new();
    let detach = || drop(Guard::detach(POOL.get()));
    assert_never_above(&POOL, 1, &[&detach]);
    let detach = || drop(Guard::detach_boxed(POOL.get()));
    assert_never_above(&POOL, 1, &[&detach]);
}

#[test]
fn of_a_thread_that_attaches() {
    let pool = Pool::<Buffer>::new();
    let attach = || pool.attach(Guard::detach(pool.get()));
    assert_never_above(&pool, 1, &[&attach]);
    // While it holds another, and beyond the bound.
    let pool = Pool::<Buffer>::builder().max_idle(1).build();
    let attach = || {
        let _held = pool.get();
        pool.attach(Buffer::default());
        pool.attach(Buffer::default());
    };
    assert_never_above(&pool, 1, &[&attach]);
}

#[test]
fn of_a_thread_that_discards() {
    let pool = Pool::<Buffer>::new();
    assert_never_above(&pool, 1, &[&|| Guard::discard(pool.get())]);
}

/// Unfit objects, and some whose reset panics, from guards and from elsewhere.
#[test]
fn of_objects_that_are_not_kept() {
    #[derive(Default)]
    struct Odd(u8);

    impl Poolable for Odd {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            if self.0 == 2 {
                resume_unwind(Box::new(()));
            }
        }

        fn should_discard(&self) -> bool {
            self.0 == 1
        }
    }

    let pool = Pool::<Odd>::new();
    let work = || {
        for kind in 0..3 {
            let held = pool.get();
            let _panic = catch_unwind(|| pool.attach(Odd(kind)));
            drop(held);
            let _panic = catch_unwind(|| pool.get().0 = kind);
        }
    };
    assert_never_above(&pool, 1, &[&work]);
}

#[test]
fn of_a_guard_that_keeps_its_pool() {
    let pool = Arc::new(Pool::<Buffer>::new());
    let put = || drop(pool.get_owned());
    let detach = || drop(OwnedGuard::detach(pool.get_owned()));
    assert_never_above(&pool, 2, &[&put, &detach]);
}

#[test]
fn of_a_thread_that_takes_what_is_idle() {
    let pool = Pool::<Buffer>::new();
    pool.prewarm(3);
    let take = || drop(pool.get_idle());
    assert_never_above(&pool, 1, &[&take]);
    let prewarm = || pool.prewarm(3);
    assert_never_above(&pool, 1, &[&take, &prewarm]);
}

/// More threads than the bound has room for: most objects are dropped when they come back. A
/// reading takes long there.
#[test]
fn of_ten_threads_at_a_tight_bound() {
    for (max_idle, readings) in [(0, 1000), (1, 10), (5, 10), (10_000, 1000)] {
        for objects in [1, 3] {
            let pool = Pool::<Buffer>::builder().max_idle(max_idle).build();
            let put = || drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
            assert_none_above(readings, &pool, 10 * objects, &[&put as Work; 10]);
        }
    }
}

/// Of many objects, which fill magazines and go to the depot and back.
#[test]
fn of_bursts() {
    for objects in [3, 200] {
        let pool = Pool::<Buffer>::new();
        let put = || drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
        assert_never_above(&pool, 2 * objects, &[&put, &put]);
    }
}

/// Generations end meanwhile, and the pool is cleared.
#[test]
fn of_bursts_in_a_pool_that_is_emptied() {
    let pool = Pool::<Buffer>::new();
    let put = || drop((0..50).map(|_| pool.get()).collect::<Vec<_>>());
    assert_never_above(&pool, 50, &[&put, &|| pool.tick()]);
    assert_never_above(&pool, 50, &[&put, &|| pool.clear()]);
}

/// There is one object, which the ticks take from one thread's cache to another's.
#[test]
fn of_one_object_that_goes_round() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool = Pool::with(|| Alive::new(&ALIVE));
    let take = || drop(pool.get_idle());
    let tick = || {
        pool.tick();
        // It has aged.
        if count(&ALIVE) == 0 {
            pool.attach(Alive::new(&ALIVE));
        }
    };
    tick();
    assert_never_above(&pool, 1, &[&take, &take, &take, &tick]);
}

type Slots<G> = Mutex<Vec<G>>;

/// How many wait to be received, at most.
const SLOTS: usize = 4;

/// Besides those that wait, the sender has one, and the receiver.
const HANDED_ON: u64 = SLOTS as u64 + 2;

fn send<G>(slots: &Slots<G>, guard: G) {
    let mut slots = slots.lock().unwrap();
    if slots.len() < SLOTS {
        slots.push(guard);
    } else {
        drop(slots);
        drop(guard);
    }
}

fn receive<G>(slots: &Slots<G>, end: impl FnOnce(G)) {
    let guard = slots.lock().unwrap().pop();
    if let Some(guard) = guard {
        end(guard);
    }
}

/// Taken on one thread and returned on another, in every way in which a guard ends.
#[test]
fn of_objects_that_are_handed_on() {
    let ends: [fn(Guard<'_, Buffer>); 3] = [
        |guard| drop(guard),
        |guard| drop(Guard::detach(guard)),
        |guard| Guard::discard(guard),
    ];
    for end in ends {
        let pool = Pool::<Buffer>::new();
        let slots = Slots::default();
        let sender = || send(&slots, pool.get());
        assert_never_above(&pool, HANDED_ON, &[&sender, &|| receive(&slots, end)]);
    }
}

#[test]
fn of_bytes_that_are_handed_on() {
    static POOL: Pool<Buffer> = Pool::new();
    let slots = Slots::default();
    let sender = || {
        let frozen = Guard::freeze(POOL.get());
        send(&slots, frozen.clone());
    };
    assert_never_above(&POOL, HANDED_ON, &[&sender, &|| receive(&slots, drop)]);
}

/// Their counters stay when they are gone, and the next threads take them over.
#[test]
fn of_threads_that_exit() {
    static POOL: Pool<Buffer> = Pool::new();
    let exit = || {
        thread::spawn(|| drop([POOL.get(), POOL.get()]))
            .join()
            .unwrap();
    };
    let put = || drop(POOL.get());
    assert_never_above(&POOL, 5, &[&exit, &exit, &put]);
}

/// Threads that have no cache, as their thread-locals are gone.
#[test]
fn of_threads_without_a_cache() {
    static POOL: Pool<Buffer> = Pool::new();
    let use_pool = || {
        drop(POOL.get());
        drop(Guard::detach(POOL.get()));
        POOL.attach(Buffer::default());
    };
    let exit = || {
        let work = move || at_exit(move || at_very_last(use_pool));
        thread::spawn(work).join().unwrap();
    };
    assert_never_above(&POOL, 3, &[&exit, &exit, &use_pool]);
}

/// What is read of all pools at once, as by an exporter.
#[test]
fn of_a_pool_among_all() {
    static POOL: Pool<Buffer> = Pool::builder().name("read among all").build();
    let read = || {
        let mut all = pools().into_iter();
        let found = all.find(|report| report.name == POOL.name());
        let stats = found.expect("it has a name").stats;
        assert!(
            stats.outstanding <= 2 && stats.peak_outstanding <= 2,
            "{stats}"
        );
    };
    let detach = || drop(Guard::detach(POOL.get()));
    let put = || drop(POOL.get());
    detach();
    assert_never_above(&POOL, 2, &[&detach, &put, &read]);
}
