//! What a pool keeps from one generation to the next: what the last one needed.
//!
//! An object that is idle when a generation begins, and still is when it ends, is dropped. So
//! after each tick as many are idle as were in use at once in the generation that ended, if one
//! thread used the pool; of several threads, the sum of what each had in use at once. Ticks are
//! called by hand; no test waits.

mod alive;
mod cached;
mod identities;
mod worker;

use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use qnpool::{Bounded, LocalPool, Pool, PoolBuilder, Poolable, UNBOUNDED};

use alive::{Alive, count};
use cached::get_cache;
use identities::assert_identities;
use worker::Worker;

const BURSTS: [usize; 7] = [3, 17, 128, 256, 300, 1000, 5000];

/// An object without a bound in bytes, which travels by eight.
#[derive(Default)]
struct Unbounded;

impl Poolable for Unbounded {
    const MAX_RETAINED_BYTES: usize = UNBOUNDED;

    fn reset(&mut self) {}
}

fn ageless<T: Poolable>() -> PoolBuilder<T> {
    Pool::builder().idle_timeout(Duration::MAX)
}

fn burst<T: Poolable + Default>(pool: &Pool<T>, objects: usize) {
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
}

fn local_burst<T: Poolable + Default>(pool: &LocalPool<T>, objects: usize) {
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
}

fn assert_a_burst_is_gone<T: Poolable + Default>(max_idle: usize) {
    for objects in BURSTS {
        let objects = objects.min(max_idle);
        let pool = ageless::<T>().max_idle(max_idle).build();
        burst(&pool, objects);
        pool.tick();
        assert_eq!(pool.stats().idle, objects as u64, "used in this generation");
        for _ in 0..5 {
            drop(pool.get());
            pool.tick();
            let stats = pool.stats();
            assert_eq!((stats.idle, stats.created), (1, objects as u64), "{stats}");
        }
        assert_identities(pool.stats());
    }
}

/// In magazines of every size.
#[test]
fn a_burst_is_gone_after_the_generation_that_did_not_need_it() {
    assert_a_burst_is_gone::<u64>(10_000);
    assert_a_burst_is_gone::<Bounded<Vec<u8>, 4096>>(10_000);
    assert_a_burst_is_gone::<Bounded<Vec<u8>, { 1 << 20 }>>(10_000);
    assert_a_burst_is_gone::<Unbounded>(10_000);
}

/// And where the burst takes up all of the bound.
#[test]
fn a_burst_as_large_as_the_bound_is_gone_too() {
    for max_idle in [1, 2, 20, 256, 321] {
        assert_a_burst_is_gone::<u64>(max_idle);
        assert_a_burst_is_gone::<Unbounded>(max_idle);
    }
}

#[test]
fn what_each_generation_needs_is_kept() {
    for objects in BURSTS {
        for max_idle in [objects, 2 * objects, 10_000] {
            let pool = ageless::<u64>().max_idle(max_idle).build();
            for _ in 0..10 {
                burst(&pool, objects);
                // More uses, but no more at once.
                burst(&pool, objects / 2);
                pool.tick();
                let stats = pool.stats();
                assert_eq!(
                    (stats.idle, stats.created),
                    (objects as u64, objects as u64)
                );
            }
            assert_identities(pool.stats());
        }
    }
}

#[test]
fn the_pool_follows_what_is_needed() {
    let pool = ageless::<u64>().build();
    for objects in [1000, 300, 301, 40, 41, 7, 1, 0, 500] {
        burst(&pool, objects);
        pool.tick();
        assert_eq!(pool.stats().idle, objects as u64);
    }
    assert_identities(pool.stats());
}

/// Objects held all along, and objects that came from elsewhere.
#[test]
fn only_idle_objects_age() {
    let pool = ageless::<u64>().build();
    let held: Vec<_> = (0..50).map(|_| pool.get()).collect();
    pool.prewarm(100);
    pool.attach(1);
    for idle in [101, 0, 0] {
        pool.tick();
        assert_eq!(pool.stats().idle, idle);
    }
    drop(held);
    for idle in [50, 0] {
        pool.tick();
        assert_eq!(pool.stats().idle, idle);
    }
    assert_identities(pool.stats());
}

#[test]
fn the_burst_of_two_threads_is_gone_too() {
    for objects in BURSTS {
        let pool = ageless::<u64>().max_idle(20_000).build();
        thread::scope(|scope| {
            let workers = [(); 2].map(|()| Worker::start(scope));
            let pool = &pool;
            for worker in &workers {
                worker.run(move || {
                    get_cache(pool);
                    burst(pool, objects);
                });
            }
            pool.tick();
            assert!(pool.stats().idle >= objects as u64);
            for _ in 0..3 {
                for worker in &workers {
                    worker.run(move || drop(pool.get()));
                }
                pool.tick();
                assert_eq!(pool.stats().idle, 2, "one for each thread");
            }
            // Neither of them uses the pool any more, and both still are there.
            pool.tick();
            assert_eq!(pool.stats().idle, 0);
            workers.into_iter().for_each(Worker::exit);
        });
        assert_identities(pool.stats());
    }
}

#[test]
fn what_two_threads_need_is_kept() {
    let pool = ageless::<u64>().build();
    thread::scope(|scope| {
        let workers = [(); 2].map(|()| Worker::start(scope));
        let pool = &pool;
        let mut created = None;
        for _ in 0..10 {
            for (worker, objects) in workers.iter().zip([300, 70]) {
                worker.run(move || burst(pool, objects));
            }
            pool.tick();
            let stats = pool.stats();
            // The second thread may use what the first has left in the depot.
            assert!((300..=370).contains(&stats.created), "{stats}");
            assert_eq!(stats.idle, stats.created);
            assert_eq!(stats.created, *created.get_or_insert(stats.created));
        }
        workers.into_iter().for_each(Worker::exit);
    });
    assert_identities(pool.stats());
}

/// Both at the same time: a thread finds what is left though another takes from there, too.
#[test]
fn what_two_threads_need_at_once_is_kept() {
    let pool = ageless::<u64>().build();
    thread::scope(|scope| {
        let workers = [(); 2].map(|()| Worker::start(scope));
        let pool = &pool;
        for generation in 0..50 {
            let (to_second, to_first) = (channel(), channel());
            let work = move |to: std::sync::mpsc::Sender<()>,
                             from: std::sync::mpsc::Receiver<()>| {
                let held: Vec<_> = (0..100).map(|_| pool.get()).collect();
                // Both hold theirs.
                to.send(()).unwrap();
                from.recv().unwrap();
                drop(held);
            };
            thread::scope(|both| {
                let (first, second) = (&workers[0], &workers[1]);
                both.spawn(move || first.run(move || work(to_second.0, to_first.1)));
                both.spawn(move || second.run(move || work(to_first.0, to_second.1)));
            });
            pool.tick();
            let stats = pool.stats();
            assert_eq!((stats.idle, stats.created), (200, 200), "{generation}");
        }
        workers.into_iter().for_each(Worker::exit);
    });
    assert_identities(pool.stats());
}

/// One thread takes the objects and another returns them.
#[test]
fn what_a_one_way_flow_needs_is_kept() {
    let pool = ageless::<u64>().build();
    thread::scope(|scope| {
        let [producer, consumer] = [(); 2].map(|()| Worker::start(scope));
        let pool = &pool;
        for _ in 0..10 {
            let held = producer.run(move || (0..300).map(|_| pool.get()).collect::<Vec<_>>());
            consumer.run(move || drop(held));
            pool.tick();
            let stats = pool.stats();
            assert_eq!((stats.idle, stats.created), (300, 300));
        }
        [producer, consumer].into_iter().for_each(Worker::exit);
    });
    assert_identities(pool.stats());
}

#[test]
fn what_exited_threads_left_is_gone_too() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool = ageless().create(|| Alive::new(&ALIVE));
    thread::scope(|scope| {
        let burst = || drop((0..500).map(|_| pool.get()).collect::<Vec<_>>());
        (0..3).for_each(|_| scope.spawn(burst).join().unwrap());
    });
    assert_eq!(pool.stats().created, 500);
    pool.tick();
    drop(pool.get());
    pool.tick();
    assert_eq!((pool.stats().idle, count(&ALIVE)), (1, 1));
    assert_identities(pool.stats());
}

#[test]
fn a_local_pool_keeps_the_same() {
    for objects in BURSTS {
        let pool = LocalPool::<u64>::builder().max_idle(objects).build();
        for _ in 0..5 {
            local_burst(&pool, objects);
            pool.tick();
            let stats = pool.stats();
            assert_eq!(
                (stats.idle, stats.created),
                (objects as u64, objects as u64)
            );
        }
        for _ in 0..5 {
            drop(pool.get());
            pool.tick();
            assert_eq!(pool.stats().idle, 1);
        }
        pool.tick();
        assert_eq!(pool.stats().idle, 0);
        assert_identities(pool.stats());
    }
}
