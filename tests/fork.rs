//! A process that forks, and a child that uses its own copy of the pools.
//!
//! The child has one thread, the one that forked. What is promised is that this does as
//! before with every pool that no other thread was just using, also with what lies in the
//! caches of the threads that the child does not have. What such a thread was in the middle
//! of will never end: it may hold a lock, or be where `clear` waits for it to come out, and
//! the child then waits for ever. That was tried: of children of a process whose threads did
//! nothing but take and return objects, half hung in `clear`. No library mends that for
//! its locks; POSIX allows such a child nothing but what is safe in a signal handler.
//!
//! A child that hangs in here is ended by an alarm, and the test fails.
#![cfg(target_os = "linux")]

mod alive;
mod cached;
mod child;
mod forked;
mod identities;

use std::fs;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use qnpool::{Guard, LeakDetection, Pool};

use alive::{Alive, count};
use cached::get_cache;
use child::{again, is_child, run};
use forked::fork;
use identities::assert_identities;

type Alives = Pool<Alive, fn() -> Alive>;

/// A thread with objects in its cache, and some in its hands, that waits for its end.
fn sleeper(pool: &'static Alives, idle: usize, held: usize) -> (JoinHandle<()>, Sender<()>) {
    let (end, to_end) = channel();
    let (ready, is_ready) = channel();
    let thread = thread::spawn(move || {
        get_cache(pool);
        let held: Vec<_> = (0..held).map(|_| pool.get()).collect();
        drop((0..idle).map(|_| pool.get()).collect::<Vec<_>>());
        ready.send(()).unwrap();
        // Until the other side of the channel is dropped.
        to_end.recv().unwrap_err();
        drop(held);
    });
    is_ready.recv().unwrap();
    // What it does on its way into the wait takes locks.
    while !others_sleep() {
        thread::yield_now();
    }
    (thread, end)
}

/// Whether all other threads of the process wait for something.
fn others_sleep() -> bool {
    // SAFETY: The call takes nothing and cannot fail.
    let own = unsafe { libc::gettid() }.to_string();
    let mut tasks = fs::read_dir("/proc/self/task").unwrap();
    tasks.all(|task| {
        let task = task.unwrap();
        let is_own = task.file_name().to_str() == Some(&own);
        is_own
            || fs::read_to_string(task.path().join("stat")).is_ok_and(|stat| {
                // The state comes after the name, which is in parentheses.
                let state = stat.rsplit(") ").next();
                state.is_some_and(|state| state.starts_with('S'))
            })
    })
}

/// What is `held` is out for ever.
fn use_in_every_way(pool: &'static Alives, held: u64) {
    let before = pool.stats();
    assert_eq!(before.outstanding, held);
    let mut object = pool.get();
    assert_eq!(object.number, 0, "pristine");
    object.number = 1;
    let second = pool.get();
    drop(object);
    assert_eq!(pool.get_idle().expect("one is idle").number, 0);
    pool.attach(Guard::detach(second));
    Guard::discard(pool.get());
    drop((0..1000).map(|_| pool.get()).collect::<Vec<_>>());
    pool.set_leak_detection(LeakDetection::All);
    let followed = pool.get();
    assert_eq!(pool.census().live(), 1);
    drop(followed);
    assert_eq!(pool.census().live(), 0);
    pool.set_leak_detection(LeakDetection::Off);
    assert_eq!(pool.health().generations, 0);
    assert!(
        qnpool::pools()
            .iter()
            .any(|other| other.name == pool.name())
    );
    pool.tick();
    drop((pool.get(), pool.get()));
    pool.prewarm(3);
    assert!(pool.stats().idle >= 3);

    // The child may have threads of its own.
    thread::spawn(move || drop((0..10).map(|_| pool.get()).collect::<Vec<_>>()))
        .join()
        .unwrap();
    pool.clear();
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.outstanding), (0, held));
    assert_identities(stats);
    let other = Alives::with(|| Alive::new(&ELSEWHERE));
    drop((other.get(), other.get()));
    assert_eq!(other.stats().idle, 2);
}

static ELSEWHERE: AtomicUsize = AtomicUsize::new(0);

/// In a process of its own: the threads of other tests would be anywhere.
#[test]
fn a_child_uses_its_own_copy() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::builder().name("forked").create(|| Alive::new(&ALIVE));
    if !is_child() {
        run(&mut again("a_child_uses_its_own_copy"));
        return;
    }
    get_cache(&POOL);
    let own = POOL.get();
    drop((0..20).map(|_| POOL.get()).collect::<Vec<_>>());
    let sleepers = [sleeper(&POOL, 7, 2), sleeper(&POOL, 200, 0)];
    let (stats, alive) = (POOL.stats(), count(&ALIVE));
    assert_eq!((stats.idle, stats.outstanding), (alive as u64 - 3, 3));
    assert!(stats.idle >= 227);

    for _ in 0..3 {
        fork(|| {
            // What sleeps in the caches of the threads that are not there is reached.
            POOL.clear();
            assert_eq!((POOL.stats().idle, count(&ALIVE)), (0, 3));
        });
        fork(|| {
            use_in_every_way(&POOL, 3);
            assert_eq!(count(&ALIVE), 3);
            fork(|| use_in_every_way(&POOL, 3));
        });
        for _ in 0..3 {
            fork(|| {
                for _ in 0..3 {
                    POOL.tick();
                }
                assert_eq!(POOL.stats().idle, 0, "all of it has aged");
            });
        }
    }

    // And the parent has noticed nothing.
    let now = POOL.stats();
    assert_eq!((now, count(&ALIVE)), (stats, alive));
    drop(own);
    for (thread, end) in sleepers {
        drop(end);
        thread.join().unwrap();
    }
    use_in_every_way(&POOL, 0);
    assert_eq!(count(&ALIVE), 0);
}

/// By which the library reaches caches. The kernel keeps it with the process's memory, of
/// which the child gets a copy.
#[test]
fn the_registration_for_membarrier_outlives_a_fork() {
    if !is_child() {
        run(&mut again(
            "the_registration_for_membarrier_outlives_a_fork",
        ));
        return;
    }
    Pool::<u64>::new().prewarm(0);
    let barrier = || {
        // SAFETY: The call takes three integers and touches no memory of ours.
        unsafe {
            libc::syscall(
                libc::SYS_membarrier,
                libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED,
                0,
                0,
            )
        }
    };
    // A kernel without it, or a filter on system calls: the pool does without.
    let in_parent = barrier();
    fork(|| assert_eq!(barrier(), in_parent));
}
