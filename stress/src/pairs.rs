//! Very many pairs of get and put.

use std::hint::black_box;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::channel;
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
    let burst_and_pairs = || {
        drop((0..BURST).map(|_| pool.get()).collect::<Vec<_>>());
        for _ in BURST..chunk {
            drop(black_box(pool.get()));
        }
    };
    let mut pairs = 0;
    thread::scope(|scope| {
        // Each with a channel there and one back: whoever panics, nobody waits for ever.
        let threads: Vec<_> = (0..THREADS)
            .map(|_| {
                let ((go, to_do), (done, is_done)) = (channel::<()>(), channel());
                let thread = scope.spawn(move || {
                    for () in to_do {
                        burst_and_pairs();
                        done.send(()).expect("somebody waits for it");
                    }
                });
                (go, is_done, thread)
            })
            .collect();
        for round in extent.rounds(4, 10, 1000) {
            pool.set_leak_detection(match round % 4 {
                1 => LeakDetection::Sampled(128),
                3 => LeakDetection::All,
                _ => LeakDetection::Off,
            });
            for (go, ..) in &threads {
                go.send(()).expect("the thread waits for it");
            }
            for (_, is_done, _) in &threads {
                is_done.recv().expect("the thread does not panic");
            }
            pairs += (THREADS * chunk) as u64;
            let stats = pool.stats();
            let counted = (stats.gets, stats.puts, stats.outstanding);
            assert_eq!(counted, (pairs, pairs, 0));
            assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
            assert_identities(stats);
            assert_eq!(pool.census().live(), 0);
            assert!(stats.created <= ENOUGH, "{stats:?}");
        }
        // What a cache gives back is in no tier for a moment, and the scope does not wait.
        join(threads.into_iter().map(|(go, _, thread)| {
            drop(go);
            thread
        }));
    });
    pool.assert_no_leaks();
    let stats = pool.stats();
    assert_eq!((stats.gets, stats.idle), (pairs, count(&ALIVE) as u64));
    format!(
        "{pairs} pairs by {THREADS} threads, {} objects made",
        stats.created
    )
}
