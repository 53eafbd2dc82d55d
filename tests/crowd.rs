//! Many threads at a bound that is tighter than they would like: the pool reuses as a mutex
//! around a vector does, and its figures can be read meanwhile. And the bound that a pool has
//! by default is not tight.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Row {
    cells: [u64; 4],
}

/// Each thread takes `held` objects and returns them, again and again.
fn run_crowd(pool: &Pool<Row>, threads: usize, held: usize) {
    const GETS: usize = 2_000_000;
    let work = || {
        for _ in 0..GETS / threads / held {
            let rows: Vec<_> = (0..held).map(|_| pool.get()).collect();
            drop(rows);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
}

/// Returns how many of a thousand gets of such a crowd made a new object.
fn created(threads: usize, held: usize, max_idle: usize) -> u64 {
    let pool = Pool::<Row>::builder().max_idle(max_idle).build();
    run_crowd(&pool, threads, held);
    let stats = pool.stats();
    assert_eq!((stats.outstanding, stats.gets), (0, stats.puts));
    assert!(stats.idle <= max_idle as u64, "{stats:?}");
    stats.created * 1000 / stats.gets
}

#[test]
fn a_tight_bound_still_pools() {
    for (threads, held, max_idle) in [
        (4, 16, 50),
        (10, 16, 50),
        (64, 1, 16),
        (8, 3, 7),
        (32, 5, 24),
    ] {
        let created = created(threads, held, max_idle);
        assert!(
            created <= 10,
            "{created} of 1,000 with {threads} threads, {held} held, max_idle {max_idle}"
        );
    }
}

/// As many credits as busy threads, each with an object of its own all the time: what a slow
/// thread returns waits for it all the same.
#[test]
fn a_slow_thread_beside_busy_ones_reuses() {
    let pool = Pool::<Row>::builder().max_idle(32).build();
    let is_over = AtomicBool::new(false);
    let made = thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let row = pool.get();
                    thread::sleep(Duration::from_millis(1));
                    drop(row);
                }
            });
        }
        let use_slowly = || {
            thread::sleep(Duration::from_millis(5));
            let idle = pool.get_idle();
            let is_new = idle.is_none();
            drop(idle.unwrap_or_else(|| pool.get()));
            usize::from(is_new)
        };
        let made: usize = (0..100).map(|_| use_slowly()).sum();
        is_over.store(true, Ordering::Relaxed);
        made
    });
    assert!(made <= 10, "{made} of 100 were new");
}

/// What no pool of this bound could keep does not cost the thread its cache.
#[test]
fn a_burst_beyond_the_bound_is_not_tight() {
    let pool = Pool::<Row>::builder().max_idle(8).build();
    let rows: Vec<_> = (0..100).map(|_| pool.get()).collect();
    drop(rows);
    assert_eq!(pool.stats().discarded_full, 92);
    assert!(hits_of_a_thousand(&pool) > 900);
}

/// A pool that was tight gives its threads their caches back by itself.
#[test]
fn it_is_over_when_there_is_room_again() {
    let pool = Pool::<Row>::builder().max_idle(50).build();
    run_crowd(&pool, 10, 16);
    let stats = pool.stats();
    assert!(
        stats.cache_hits < stats.gets / 10,
        "it was not tight: {stats:?}"
    );
    let start = Instant::now();
    while hits_of_a_thousand(&pool) < 900 {
        assert!(start.elapsed() < Duration::from_secs(50), "it stays tight");
    }
}

fn hits_of_a_thousand(pool: &Pool<Row>) -> u64 {
    let before = pool.stats().cache_hits;
    for _ in 0..1000 {
        drop(pool.get());
    }
    pool.stats().cache_hits - before
}

/// Producers take thousands of objects and one consumer drops them together: the next burst
/// reuses them, also if the type has no bound on its memory.
#[test]
fn the_default_bound_keeps_a_burst_of_an_unbounded_type() {
    #[derive(Default, Poolable)]
    struct Trace {
        #[pool(unbounded)]
        spans: Vec<u8>,
    }
    const PRODUCERS: usize = 4;
    const OBJECTS_EACH: usize = 2_000;
    const BURSTS: usize = 10;

    let pool = Pool::<Trace>::builder().idle_timeout(Duration::MAX).build();
    let burst_is_over = Barrier::new(PRODUCERS + 1);
    let (sender, receiver) = mpsc::channel();
    let created = thread::scope(|scope| {
        for _ in 0..PRODUCERS {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                for _ in 0..BURSTS {
                    let mut traces: Vec<_> = (0..OBJECTS_EACH).map(|_| pool.get()).collect();
                    traces[0].spans.push(1);
                    sender.send(traces).unwrap();
                    burst_is_over.wait();
                }
            });
        }
        let mut created = Vec::new();
        for _ in 0..BURSTS {
            let traces: Vec<_> = receiver.iter().take(PRODUCERS).collect();
            drop(traces);
            created.push(pool.stats().created);
            burst_is_over.wait();
        }
        created
    });
    let burst = (PRODUCERS * OBJECTS_EACH) as u64;
    assert_eq!(created[0], burst);
    let later = created[BURSTS - 1] - burst;
    // What lies in the caches of the other threads is out of a thread's reach.
    let in_caches = 254 * PRODUCERS as u64;
    assert!(later <= in_caches, "{created:?}");
    assert_eq!(pool.stats().discarded_full, 0);
}
