//! Pools used from the destructors of thread-locals, when the thread's own cache may
//! be gone: nothing panics, nothing is lost.
//!
//! A panic in such a destructor aborts the process, and so fails all of these.

mod alive;
mod at_exit;
mod cached;
mod identities;

use std::cell::RefCell;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use qnpool::{Guard, LeakDetection, OwnedGuard, Pool};

use alive::{Alive, count};
use at_exit::{at_exit, at_very_last};
use cached::get_cache;
use identities::assert_identities;

type Alives = Pool<Alive, fn() -> Alive>;

fn use_in_every_way(pool: &'static Alives) {
    let mut object = pool.get();
    assert_eq!(object.number, 0, "pristine");
    object.number = 1;
    let second = pool.get();
    drop(object);
    assert_eq!(pool.get_idle().expect("one is idle").number, 0);
    let detached = Guard::detach(second);
    pool.attach(detached);
    Guard::discard(pool.get());
    drop(Guard::detach_boxed(pool.get()));
    pool.prewarm(3);
    assert!(pool.stats().idle >= 3);
    pool.tick();
    drop((pool.get(), pool.get()));
    pool.clear();
    assert_eq!(pool.stats().idle, 0);
    drop((pool.get(), pool.get()));
}

/// The thread-local is registered before the pool is used, so it is dropped after the
/// thread's cache; or after, and is dropped before; or the pool is not used at all
/// until then.
#[test]
fn every_operation_works_in_a_destructor() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::with(|| Alive::new(&ALIVE));
    for used_before in [false, true] {
        for used_after in [false, true] {
            let work = move || {
                if used_before {
                    drop(POOL.get());
                }
                at_exit(|| {
                    use_in_every_way(&POOL);
                    at_very_last(|| use_in_every_way(&POOL));
                });
                if used_after {
                    drop(POOL.get());
                }
            };
            thread::spawn(work).join().unwrap();
            let stats = POOL.stats();
            assert_eq!((stats.idle, stats.outstanding), (2, 0));
            assert_eq!(count(&ALIVE), 2);
            assert_identities(stats);
        }
    }
}

#[test]
fn the_first_use_of_a_pool_may_be_in_a_destructor() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for other_was_used in [false, true] {
        let pool: Alives = Pool::with(|| Alive::new(&ALIVE));
        let pool: &'static Alives = Box::leak(Box::new(pool));
        let work = move || {
            at_exit(move || use_in_every_way(pool));
            if other_was_used {
                // Now the thread has caches, and loses them first.
                drop(Pool::<u8>::new().get());
            }
        };
        thread::spawn(work).join().unwrap();
        assert_eq!(pool.stats().idle, 2);
        assert_identities(pool.stats());
    }
}

#[test]
fn a_guard_held_by_a_thread_local_comes_back() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::with(|| Alive::new(&ALIVE));
    thread_local! {
        static HELD: RefCell<Vec<Guard<'static, Alive>>> = const { RefCell::new(Vec::new()) };
    }
    for used_before in [false, true] {
        let work = move || {
            if used_before {
                drop(POOL.get());
            }
            HELD.with_borrow_mut(|held| {
                for _ in 0..5 {
                    let mut object = POOL.get();
                    object.number = 9;
                    held.push(object);
                }
            });
        };
        thread::spawn(work).join().unwrap();
        let stats = POOL.stats();
        assert_eq!((stats.idle, stats.outstanding), (5, 0));
        assert_identities(stats);
    }
    let objects: Vec<_> = std::iter::from_fn(|| POOL.get_idle()).collect();
    assert_eq!(objects.len(), 5);
    assert!(objects.iter().all(|object| object.number == 0));
}

#[test]
fn what_comes_back_in_a_destructor_is_bounded() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::builder().max_idle(4).create(|| Alive::new(&ALIVE));
    for used_before in [false, true] {
        let work = move || {
            if used_before {
                drop(POOL.get());
            }
            at_exit(|| drop((0..10).map(|_| POOL.get()).collect::<Vec<_>>()));
            drop(POOL.get());
        };
        for _ in 0..20 {
            thread::spawn(work).join().unwrap();
            assert_eq!(POOL.stats().idle, 4);
            assert_eq!(count(&ALIVE), 4);
        }
    }
    assert_identities(POOL.stats());
}

/// The cache that a thread has given back is the next thread's, and no longer within
/// its reach.
#[test]
fn a_cache_given_back_is_not_used_again() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::with(|| Alive::new(&ALIVE));
    static STEP: Barrier = Barrier::new(2);
    let first = thread::spawn(|| {
        at_exit(|| {
            // The cache was given back a moment ago, since it came later.
            STEP.wait();
            // Here the other thread takes it over, and fills it.
            STEP.wait();
            assert!(POOL.get_idle().is_none(), "another thread's object");
            drop(POOL.get());
            STEP.wait();
        });
        get_cache(&POOL);
        POOL.clear();
    });
    let second = thread::spawn(|| {
        STEP.wait();
        get_cache(&POOL);
        drop((POOL.get(), POOL.get()));
        STEP.wait();
        // Here the first thread uses the pool.
        STEP.wait();
        let stats = POOL.stats();
        assert_eq!((stats.created, stats.idle), (4, 3));
    });
    first.join().unwrap();
    second.join().unwrap();
    assert_identities(POOL.stats());
}

#[test]
fn a_pool_may_end_in_a_destructor() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    for used_before in [false, true] {
        let pool: Arc<Alives> = Arc::new(Pool::with(|| Alive::new(&ALIVE)));
        let work = move || {
            if used_before {
                drop(pool.get());
            }
            let mut owned: Vec<OwnedGuard<_>> = (0..3).map(|_| pool.get_owned()).collect();
            owned[1].number = 3;
            at_exit(move || {
                drop(pool.get());
                drop(pool);
                at_very_last(|| drop(owned));
            });
        };
        thread::spawn(work).join().unwrap();
        assert_eq!(count(&ALIVE), 0);
    }
}

/// Threads that exit, with all that this entails, while others work.
#[test]
fn destructors_on_many_threads_at_once() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::builder().max_idle(40).create(|| Alive::new(&ALIVE));
    let threads: Vec<_> = (0..200)
        .map(|thread| {
            thread::spawn(move || {
                if thread % 2 == 0 {
                    drop(POOL.get());
                }
                let held: Vec<_> = (0..thread % 5).map(|_| POOL.get()).collect();
                at_exit(move || {
                    drop((held, POOL.get()));
                    POOL.prewarm(2);
                    if thread % 20 == 0 {
                        POOL.tick();
                    }
                });
                drop(POOL.get());
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let stats = POOL.stats();
    assert_eq!(stats.outstanding, 0);
    assert!(stats.idle <= 40);
    assert_eq!(count(&ALIVE) as u64, stats.idle);
    assert_identities(stats);
}

/// All these threads share one account of the census. To capture a stack takes microseconds,
/// in which others look for a record as well.
#[test]
fn destructors_at_once_are_followed_each() {
    static POOL: Pool<u64> = Pool::builder()
        .leak_detection(LeakDetection::Backtraces)
        .build();
    static KEPT: Mutex<Vec<Guard<u64>>> = Mutex::new(Vec::new());
    let together = Arc::new(Barrier::new(4));
    let threads = [(); 4].map(|()| {
        let together = Arc::clone(&together);
        thread::spawn(|| {
            at_exit(move || {
                together.wait();
                for _ in 0..100 {
                    let (kept, brought_back) = (POOL.get(), POOL.get());
                    KEPT.lock().unwrap().push(kept);
                    drop(brought_back);
                }
            });
            // Its cache ends before that.
            drop(POOL.get());
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(POOL.stats().outstanding, 400);
    assert_eq!(POOL.census().live(), 400);
}

/// Threads without a cache return objects one by one, and may return more than one cache holds.
#[test]
fn a_thread_takes_what_another_returned_without_a_cache() {
    const OBJECTS: usize = 1000;
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::with(|| Alive::new(&ALIVE));
    // Registers the process for the fence, so that caches are left to their owners.
    POOL.prewarm(0);
    let return_at_exit = || {
        // Registered before the pool's thread-locals, and so dropped after them.
        at_exit(|| ());
        let guards: Vec<_> = (0..OBJECTS).map(|_| POOL.get()).collect();
        at_exit(move || drop(guards));
    };
    thread::spawn(return_at_exit).join().unwrap();
    assert_eq!(POOL.stats().idle, OBJECTS as u64);
    let take_all = || {
        let guards: Vec<_> = (0..OBJECTS).map(|_| POOL.get()).collect();
        drop(guards);
    };
    thread::spawn(take_all).join().unwrap();
    let stats = POOL.stats();
    assert_eq!((stats.created, stats.idle), (1000, 1000));
    assert_identities(stats);
}
