//! Very many pairs of get and put.

use std::hint::black_box;
use std::sync::Barrier;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{LeakDetection, Pool};

use crate::alive::{Alive, count};
use crate::identities::assert_identities;
use crate::{Extent, join};

const THREADS: usize = 4;

/// Objects that are held at once, now and then: more than a magazine has room for.
const BURST: usize = 300;

/// As many in each thread's hands, and two magazines of the largest size for each; twice over.
const ENOUGH: u64 = 2 * (THREADS * (BURST + 2 * 128)) as u64;

/// Four threads at full speed. After a million pairs they pause, and the counters are looked
/// at; then they go on with another level of leak detection.
///
/// # Panics
///
/// If a counter is not what it must be, or an identity between them does not hold.
#[must_use]
pub fn run(extent: Extent) -> String {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let chunk = extent.size(5_000, 250_000);
    // No generation ends by itself, so whatever is made stays.
    let pool = Pool::builder()
        .idle_timeout(Duration::MAX)
        .create(|| Alive::new(&ALIVE));
    let (go, pause) = (Barrier::new(THREADS + 1), Barrier::new(THREADS + 1));
    let done = AtomicBool::new(false);
    let work = || {
        loop {
            go.wait();
            if done.load(Ordering::Relaxed) {
                return;
            }
            drop((0..BURST).map(|_| pool.get()).collect::<Vec<_>>());
            for _ in BURST..chunk {
                drop(black_box(pool.get()));
            }
            pause.wait();
        }
    };
    let mut pairs = 0;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        for round in extent.rounds(4, 10, 1000) {
            pool.set_leak_detection(match round % 4 {
                1 => LeakDetection::Sampled(128),
                3 => LeakDetection::All,
                _ => LeakDetection::Off,
            });
            go.wait();
            pause.wait();
            pairs += (THREADS * chunk) as u64;
            let stats = pool.stats();
            assert_eq!(
                (stats.gets, stats.puts, stats.outstanding),
                (pairs, pairs, 0)
            );
            assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
            assert_identities(stats);
            assert_eq!(pool.census().live(), 0);
            assert!(stats.created <= ENOUGH, "{stats:?}");
        }
        done.store(true, Ordering::Relaxed);
        go.wait();
        join(threads);
    });
    pool.assert_no_leaks();
    let stats = pool.stats();
    assert_eq!((stats.gets, stats.idle), (pairs, count(&ALIVE) as u64));
    format!(
        "{pairs} pairs by {THREADS} threads, {} objects made",
        stats.created
    )
}
