//! Threads come and go, and pools before them: nothing is stranded, and nobody gets
//! what is another's.

mod alive;
mod identities;

use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Barrier};
use std::thread::{self, ScopedJoinHandle};

use qnpool::{Guard, Pool};

use alive::{Alive, count};
use identities::assert_identities;

/// Waits until threads have given their caches back; the end of a scope does not.
fn join<'scope>(threads: impl IntoIterator<Item = ScopedJoinHandle<'scope, ()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn a_thread_that_exits_leaves_its_objects() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Pool<Alive, fn() -> Alive> = Pool::with(|| Alive::new(&ALIVE));
    let work = || drop((0..10).map(|_| POOL.get()).collect::<Vec<_>>());
    thread::spawn(work).join().unwrap();
    assert_eq!(POOL.stats().idle, 10);
    let all: Vec<_> = std::iter::from_fn(|| POOL.get_idle()).collect();
    assert_eq!(all.len(), 10);
    assert_eq!(POOL.stats().created, 10);
    assert_identities(POOL.stats());
}

/// Whatever the pool keeps by a thread's number or address, the next thread has it.
#[test]
fn threads_one_after_another_make_no_more_objects_than_one() {
    for objects in [1, 3, 200] {
        static ALIVE: AtomicUsize = AtomicUsize::new(0);
        let pool = Pool::with(|| Alive::new(&ALIVE));
        for _ in 0..200 {
            thread::scope(|scope| {
                let work = || drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
                scope.spawn(work).join().unwrap();
            });
        }
        assert_eq!(pool.stats().created, objects);
        assert_eq!(count(&ALIVE) as u64, objects);
    }
}

#[test]
fn a_thousand_threads_alive_at_once() {
    const THREADS: usize = 1000;
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Pool<Alive, fn() -> Alive> = Pool::with(|| Alive::new(&ALIVE));
    static STEP: Barrier = Barrier::new(THREADS + 1);
    let work = |number| {
        let mut object = POOL.get();
        object.number = number;
        STEP.wait();
        // Here the pool is looked at: all hold one.
        STEP.wait();
        assert_eq!(object.number, number);
        drop(object);
        STEP.wait();
        // And all have put it back.
        STEP.wait();
        assert_eq!(POOL.get().number, 0);
    };
    let threads: Vec<_> = (1..=THREADS as u64)
        .map(|number| {
            let small = thread::Builder::new().stack_size(128 << 10);
            small.spawn(move || work(number)).unwrap()
        })
        .collect();
    STEP.wait();
    let held = POOL.stats();
    STEP.wait();
    STEP.wait();
    let put = POOL.stats();
    STEP.wait();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!((held.outstanding, held.created), (1000, 1000));
    assert_eq!((put.outstanding, put.idle), (0, 1000));
    let stats = POOL.stats();
    assert_eq!((stats.created, stats.idle), (1000, 1000));
    let all: Vec<_> = std::iter::from_fn(|| POOL.get_idle()).collect();
    assert_eq!(all.len(), THREADS, "all are within reach");
    assert_identities(POOL.stats());
}

/// A cache that an exited thread left is one newcomer's, while others keep theirs.
#[test]
fn newcomers_share_nothing_with_those_who_stay() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool = Pool::with(|| Alive::new(&ALIVE));
    let work = |number: u64, rounds| {
        for _ in 0..rounds {
            let (mut one, mut two) = (pool.get(), pool.get());
            assert_eq!((one.number, two.number), (0, 0));
            (one.number, two.number) = (number, number);
            thread::yield_now();
            assert_eq!((one.number, two.number), (number, number));
        }
    };
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for stayer in 1..=4 {
            threads.push(scope.spawn(move || work(stayer, 2000)));
        }
        for newcomer in 5..300 {
            threads.push(scope.spawn(move || work(newcomer, 5)));
            if newcomer % 3 == 0 {
                thread::yield_now();
            }
        }
        join(threads);
    });
    assert_identities(pool.stats());
    drop(pool);
    assert_eq!(count(&ALIVE), 0);
}

#[test]
fn a_scope_need_not_be_joined() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for _ in 0..300 {
        let pool = Pool::with(|| Alive::new(&ALIVE));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| drop((pool.get(), pool.get())));
            }
        });
        // The threads' caches are given back now, or a little later.
        drop(pool);
        assert_eq!(count(&ALIVE), 0);
    }
}

#[test]
fn a_pool_may_end_before_the_threads_that_have_used_it() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static OTHERS: AtomicUsize = AtomicUsize::new(0);
    let other = Arc::new(Pool::with(|| Alive::new(&OTHERS)));
    for _ in 0..20 {
        let pool = Arc::new(Pool::with(|| Alive::new(&ALIVE)));
        let step = Arc::new(Barrier::new(5));
        let threads: Vec<_> = (0..4)
            .map(|thread| {
                let (pool, other, step) = (pool.clone(), other.clone(), step.clone());
                thread::spawn(move || {
                    drop((pool.get(), other.get(), pool.get()));
                    drop(pool);
                    step.wait();
                    // Here the pool ends.
                    step.wait();
                    if thread % 2 == 0 {
                        // A pool that may well have the numbers of the one that ended.
                        let next = Pool::with(|| Alive::new(&ALIVE));
                        drop((next.get(), other.get(), next.get()));
                        assert_eq!(next.stats().created, 2);
                        assert_eq!(next.stats().idle, 2);
                    }
                    drop(other.get());
                })
            })
            .collect();
        step.wait();
        assert!(count(&ALIVE) > 0);
        drop(Arc::into_inner(pool).expect("the last owner"));
        assert_eq!(count(&ALIVE), 0, "the objects do not outlive the pool");
        step.wait();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(count(&ALIVE), 0);
    }
    assert_eq!(count(&OTHERS) as u64, other.stats().idle);
    assert!(other.stats().created <= 4, "four threads, one object each");
    assert_identities(other.stats());
}

#[test]
fn a_pool_that_has_been_used_may_move() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let new = || Pool::<_, fn() -> Alive>::with(|| Alive::new(&ALIVE));
    let mut pools = vec![new()];
    drop(pools[0].get());
    // Another takes its place.
    let pool = mem::replace(&mut pools[0], new());
    drop((pools[0].get(), pool.get()));
    pools.push(pool);
    pools.reserve(100);
    let pool = pools.pop().unwrap();
    let pool = thread::spawn(move || {
        drop(pool.get());
        let boxed = Box::new(pool);
        drop(boxed.get());
        boxed
    })
    .join()
    .unwrap();
    drop((pool.get(), pools[0].get()));
    assert!(pool.stats().created <= 2, "one for each thread");
    assert_eq!(pools[0].stats().created, 1);
    drop((pool, pools));
    assert_eq!(count(&ALIVE), 0);
}

/// Where one side only takes and the other only returns, thread caches alone would
/// grow on one side and run dry on the other.
#[test]
fn a_one_way_flow_recycles() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    const QUEUE: usize = 64;
    const HANDED_OVER: u64 = 20_000;
    let pool = Pool::with(|| Alive::new(&ALIVE));
    let most = thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Guard<'_, Alive>>(QUEUE);
        let returns = scope.spawn(|| receiver.into_iter().for_each(drop));
        let mut most = 0;
        for _ in 0..HANDED_OVER {
            sender.send(pool.get()).unwrap();
            most = most.max(count(&ALIVE));
        }
        drop(sender);
        join([returns]);
        most
    });
    // What the queue holds and four magazines of the largest size.
    let enough = QUEUE + 2 + 4 * 128;
    assert!(most <= enough, "{most} alive");
    let created = pool.stats().created;
    assert!(created <= enough as u64, "{created} created");
    assert_identities(pool.stats());
}

#[test]
fn a_one_way_flow_recycles_under_a_small_bound() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    const HANDED_OVER: u64 = 2000;
    for max_idle in [1, 2, 3, 7, 16, 40] {
        let pool = Pool::builder()
            .max_idle(max_idle)
            .create(|| Alive::new(&ALIVE));
        let most = thread::scope(|scope| {
            // Each object comes back before the next one is taken.
            let (sender, receiver) = sync_channel::<Guard<'_, Alive>>(0);
            let (done, is_back) = sync_channel(0);
            let returns = scope.spawn(move || {
                for guard in receiver {
                    drop(guard);
                    done.send(()).unwrap();
                }
            });
            let mut most = 0;
            for _ in 0..HANDED_OVER {
                sender.send(pool.get()).unwrap();
                is_back.recv().unwrap();
                most = most.max(count(&ALIVE));
            }
            drop(sender);
            join([returns]);
            most
        });
        assert!(most <= max_idle + 1, "{most} alive of {max_idle}");
        let created = pool.stats().created;
        // Under a bound of very few, the side that returns keeps one or two of them
        // where the other side does not find them.
        let enough = if max_idle < 4 {
            HANDED_OVER * 4 / 5
        } else {
            max_idle as u64
        };
        assert!(created <= enough, "{created} created, {max_idle} idle");
        assert_identities(pool.stats());
    }
}

#[test]
fn guards_come_back_on_any_thread() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool = Arc::new(Pool::with(|| Alive::new(&ALIVE)));
    let gone = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..8_u64)
        .map(|number| {
            let mut owned = pool.get_owned();
            owned.number = number;
            let (pool, gone) = (pool.clone(), gone.clone());
            thread::spawn(move || {
                assert_eq!(owned.number, number);
                let mut second = pool.get_owned();
                second.number = 100 + number;
                gone.fetch_add(1, Ordering::Relaxed);
                (owned, second)
            })
        })
        .collect();
    // The threads that took them have exited.
    for thread in threads {
        let (owned, second) = thread.join().unwrap();
        assert_eq!(owned.number + 100, second.number);
    }
    let stats = pool.stats();
    // A thread that starts late finds what others have returned.
    assert!((8..=16).contains(&stats.created), "{stats:?}");
    assert_eq!((stats.idle, stats.outstanding), (stats.created, 0));
    assert_identities(stats);
}
