//! Many pools: alive at once, and one after another.

mod alive;
mod counting;
mod identities;

use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use qnpool::{Bounded, Pool};

use alive::{Alive, count};
use counting::owned_by_this_thread;
use identities::assert_identities;

/// Memory is counted by thread, and the pools' numbers are the process's: a test at a
/// time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone(test: impl FnOnce() + Send + 'static) {
    let _alone = ALONE.lock();
    thread::spawn(test).join().unwrap();
}

#[test]
fn a_thousand_pools_on_one_thread() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    alone(|| {
        let pools: Vec<_> = (0..1000)
            .map(|_| Pool::with(|| Alive::new(&ALIVE)))
            .collect();
        for round in 0..5 {
            let mut objects: Vec<_> = pools.iter().map(Pool::get).collect();
            for (object, number) in objects.iter_mut().zip(1..) {
                assert_eq!(object.number, 0, "pristine, in round {round}");
                object.number = number;
            }
            assert_eq!(count(&ALIVE), 1000);
        }
        for pool in &pools {
            let stats = pool.stats();
            assert_eq!((stats.created, stats.depot_hits, stats.idle), (1, 4, 1));
            assert_identities(stats);
        }
        drop(pools);
        assert_eq!(count(&ALIVE), 0);
    });
}

/// More than a thread has at its fingertips, used in turn and in no order.
#[test]
fn a_hundred_pools_in_turn_on_two_threads() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    alone(|| {
        let pools: Vec<_> = (0..100)
            .map(|_| Pool::with(|| Alive::new(&ALIVE)))
            .collect();
        let work = |step: usize| {
            for turn in 0..20 * pools.len() {
                let one = pools[turn * step % pools.len()].get();
                let two = pools[turn * (step + 2) % pools.len()].get();
                assert_eq!((one.number, two.number), (0, 0));
            }
        };
        thread::scope(|scope| {
            let threads = [7, 13].map(|step| scope.spawn(move || work(step)));
            for thread in threads {
                thread.join().unwrap();
            }
        });
        for pool in &pools {
            let stats = pool.stats();
            // Two on each thread; and one that gets a cache may take along those of the other.
            assert!(stats.created <= 6, "{stats:?}");
            assert_eq!(stats.outstanding, 0);
            assert_identities(stats);
        }
    });
}

#[test]
fn pools_one_after_another_leave_no_memory_behind() {
    fn use_up<T: qnpool::Poolable + Default>() {
        let pool = Pool::<T>::new();
        drop((pool.get(), pool.get()));
        assert_eq!(pool.stats().created, 2, "nothing of an earlier pool");
    }
    alone(|| {
        let pools = || {
            // Of different types, so that each follows another on its place.
            use_up::<u8>();
            use_up::<Bounded<Vec<u64>, 4096>>();
            use_up::<(u64, [u64; 32])>();
            use_up::<()>();
        };
        pools();
        let before = owned_by_this_thread();
        for _ in 0..2500 {
            pools();
        }
        let grown = owned_by_this_thread() - before;
        assert!(grown < 4096, "{grown} bytes for 10,000 pools");
    });
}

/// A thread that lives on has had a cache of each of them.
#[test]
fn pools_one_after_another_leave_no_memory_on_another_thread() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    alone(|| {
        let (pools, to_use) = channel::<Arc<Pool<Alive, fn() -> Alive>>>();
        let (done, is_done) = channel();
        let other = thread::spawn(move || {
            for pool in to_use {
                drop((pool.get(), pool.get()));
                drop(pool);
                done.send(owned_by_this_thread()).unwrap();
            }
        });
        let round = || {
            let pool = Arc::new(Pool::<_, fn() -> _>::with(|| Alive::new(&ALIVE)));
            pools.send(Arc::clone(&pool)).unwrap();
            let owned_there = is_done.recv().unwrap();
            assert_eq!(pool.stats().idle, 2);
            drop(Arc::into_inner(pool).expect("the last owner"));
            assert_eq!(count(&ALIVE), 0);
            owned_there + owned_by_this_thread()
        };
        round();
        let before = round();
        let mut after = before;
        for _ in 0..3000 {
            after = round();
        }
        let grown = after - before;
        assert!(grown < 4096, "{grown} bytes for 3,000 pools");
        drop(pools);
        other.join().unwrap();
    });
}

/// Each has the cache that the one before it left, and makes none.
#[test]
fn threads_one_after_another_leave_no_memory_behind() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    alone(|| {
        let pool = Pool::with(|| Alive::new(&ALIVE));
        thread::scope(|scope| {
            let grow = || {
                let thread = scope.spawn(|| {
                    let before = owned_by_this_thread();
                    drop(pool.get());
                    owned_by_this_thread() - before
                });
                thread.join().unwrap()
            };
            grow();
            for _ in 0..100 {
                let grown = grow();
                // What a thread notes of its caches; a cache alone has 384.
                assert!(grown < 256, "{grown} bytes");
            }
        });
        assert_eq!(pool.stats().created, 1);
    });
}
