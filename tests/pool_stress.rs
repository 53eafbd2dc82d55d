//! Many threads at once. Nothing here measures time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use qnpool::{Guard, Pool, Poolable};

static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// Counts how many there are, and knows who holds it.
struct Owned {
    holder: u64,
}

impl Owned {
    fn new() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Self { holder: 0 }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Poolable for Owned {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        self.holder = 0;
    }
}

#[test]
fn a_hundred_threads_never_share_an_object_nor_pass_the_bound() {
    const THREADS: u64 = 100;
    const ROUNDS: u64 = 300;
    const BOUND: usize = 32;
    let pool = Arc::new(Pool::<Owned>::builder().max_idle(BOUND).create(Owned::new));
    let done = Arc::new(AtomicBool::new(false));

    let observer = {
        let (pool, done) = (Arc::clone(&pool), Arc::clone(&done));
        thread::spawn(move || {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(pool.stats().idle);
                thread::yield_now();
            }
            most
        })
    };
    let workers: Vec<_> = (1..=THREADS)
        .map(|id| {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                for round in 0..ROUNDS {
                    let mut one = pool.get();
                    let mut two = pool.get_owned();
                    assert_eq!((one.holder, two.holder), (0, 0), "pristine");
                    (one.holder, two.holder) = (id, id);
                    if round % 16 == 0 {
                        thread::yield_now();
                    }
                    assert_eq!((one.holder, two.holder), (id, id), "nobody else's");
                    if round % 50 == 0 {
                        Guard::discard(one);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().unwrap();
    }
    done.store(true, Ordering::Relaxed);
    assert!(observer.join().unwrap() <= BOUND as u64);

    let stats = pool.stats();
    assert_eq!(stats.gets, 2 * THREADS * ROUNDS);
    assert_eq!(stats.outstanding, 0);
    assert_eq!(ALIVE.load(Ordering::Relaxed) as u64, stats.idle);
    drop(pool);
    assert_eq!(ALIVE.load(Ordering::Relaxed), 0);
}
