//! Very many guards dropped at once.

use std::sync::RwLock;
use std::sync::atomic::AtomicUsize;
use std::thread;

use fastrand::Rng;
use qnpool::Pool;

use crate::alive::{Alive, count};
use crate::identities::assert_identities;
use crate::{Extent, join};

const THREADS: usize = 64;

/// Two magazines of the largest size.
const LARGEST_CACHE: usize = 2 * 128;

/// One thread has taken all objects, 64 others drop them, none of which has a cache; in
/// every other round there is room for some of them only.
///
/// # Panics
///
/// If an object is lost, or more are kept than the bound allows.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let guards = extent.size(10_000, 100_000);
    let mut random = Rng::with_seed(seed);
    let (mut rounds, mut kept) = (0, 0);
    for round in extent.rounds(2, 10, 1000) {
        let room_for_all = round % 2 == 0;
        let bound = if room_for_all {
            // And for what each thread's cache sets aside for objects to come.
            guards + THREADS * LARGEST_CACHE
        } else {
            random.usize(..guards)
        };
        let pool = Pool::builder()
            .max_idle(bound)
            .create(|| Alive::new(&ALIVE));
        let mut taken: Vec<_> = (0..guards).map(|_| pool.get()).collect();
        // Neighbours in memory are dropped by different threads.
        random.shuffle(&mut taken);
        // Closed until all are there; if one cannot be started, it opens too.
        let gate = RwLock::new(());
        thread::scope(|scope| {
            let closed = gate.write();
            let mut threads = Vec::new();
            while !taken.is_empty() {
                let left = THREADS - threads.len();
                let share = taken.split_off(taken.len() - taken.len().div_ceil(left));
                let gate = &gate;
                threads.push(scope.spawn(move || {
                    drop(gate.read());
                    drop(share);
                }));
            }
            drop(closed);
            join(threads);
        });
        drop(taken); // empty, but for the compiler
        let stats = pool.stats();
        assert_eq!((stats.puts, stats.outstanding), (guards as u64, 0));
        assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
        assert!(stats.idle <= bound as u64, "{stats:?}");
        assert_eq!(stats.idle + stats.discarded_full, guards as u64);
        if room_for_all {
            assert_eq!(stats.discarded_full, 0, "there was room");
        }
        assert_identities(stats);
        let all: Vec<_> = std::iter::from_fn(|| pool.get_idle()).collect();
        assert_eq!(all.len() as u64, stats.idle, "all are within reach");
        drop(all);
        drop(pool);
        assert_eq!(count(&ALIVE), 0);
        rounds += 1;
        kept += stats.idle;
    }
    format!("{rounds} rounds of {guards} guards dropped by {THREADS} threads, {kept} objects kept")
}
