//! What a pool allocates for threads and for itself is freed when they are gone.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread;

use qnpool::{LeakDetection, Pool, Poolable};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to `System` unchanged, and what is counted beside it allocates
// nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(live, Ordering::Relaxed);
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn live_bytes() -> usize {
    LIVE.load(Ordering::Relaxed)
}

/// The memory of the process is counted, so one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

#[derive(Default, Poolable)]
#[pool(max_capacity = 64)]
struct Row {
    cells: Vec<u8>,
}

fn use_it(pool: &Pool<Row>) {
    for _ in 0..200 {
        let mut rows = [pool.get(), pool.get()];
        rows[0].cells.push(1);
    }
}

const THREADS: usize = 64;

/// Threads that use all pools at the same time, and then `end`.
fn run_threads(pools: &[Pool<Row>], end: impl Fn() + Sync) {
    thread::scope(|scope| {
        let work = || {
            pools.iter().for_each(use_it);
            end();
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        // Until their thread-locals are gone as well, which the end of the scope does not wait for.
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

fn pools(count: usize) -> Vec<Pool<Row>> {
    let pool = || Pool::builder().leak_detection(LeakDetection::Off).build();
    (0..count).map(|_| pool()).collect()
}

#[test]
fn what_exited_threads_used_is_freed_within_two_ticks() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let pools = pools(8);
    pools.iter().for_each(use_it);
    let before = live_bytes();
    let barrier = Barrier::new(THREADS);
    run_threads(&pools, || {
        barrier.wait();
    });
    let gets: u64 = pools.iter().map(|pool| pool.stats().gets).sum();
    let seen = pools[0].stats().suggested_max_capacity;
    for pool in &pools {
        pool.clear();
        pool.tick();
        pool.tick();
    }
    let bytes = live_bytes().saturating_sub(before);
    let each = bytes / (8 * THREADS);
    assert!(each < 128, "{each} bytes for each pool and thread");
    let after: u64 = pools.iter().map(|pool| pool.stats().gets).sum();
    assert_eq!(after, gets, "what they did is counted for ever");
    assert_eq!(pools[0].stats().suggested_max_capacity, seen);
}

#[test]
fn what_dropped_pools_used_is_freed_while_their_threads_live() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = live_bytes();
    let pools = Arc::new(pools(8));
    let barrier = Arc::new(Barrier::new(THREADS + 1));
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (pools, barrier) = (Arc::clone(&pools), Arc::clone(&barrier));
            thread::spawn(move || {
                pools.iter().for_each(use_it);
                drop(pools);
                barrier.wait();
                barrier.wait();
            })
        })
        .collect();
    barrier.wait();
    let used = live_bytes();
    drop(pools);
    let left = live_bytes().saturating_sub(before) / (8 * THREADS);
    let used = used.saturating_sub(before) / (8 * THREADS);
    barrier.wait();
    for thread in threads {
        thread.join().unwrap();
    }
    // The threads have their stacks' bookkeeping, and a table of caches each.
    assert!(used > 500 && left < 128, "{left} of {used} bytes are left");
}

/// How many bytes are allocated meanwhile, at most.
fn peak_of(use_pool: impl FnOnce()) -> usize {
    let before = live_bytes();
    PEAK.store(before, Ordering::Relaxed);
    use_pool();
    PEAK.load(Ordering::Relaxed) - before
}

#[test]
fn a_pool_that_is_used_once_is_small() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let use_once = || drop(Pool::<[u64; 4]>::new().get());
    // What the first pool of a process allocates once.
    use_once();
    let peak = peak_of(use_once);
    assert!(peak <= 600, "{peak} bytes");
}

#[test]
fn ten_thousand_pools_with_an_object_each_are_small() {
    const POOLS: usize = 10_000;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = live_bytes();
    let pools: Vec<_> = (0..POOLS).map(|_| Pool::<[u64; 4]>::new()).collect();
    for pool in &pools {
        drop(pool.get());
    }
    assert!(pools.iter().all(|pool| pool.stats().idle == 1));
    let each = (live_bytes() - before) / POOLS - size_of::<[u64; 4]>();
    assert!(each <= 800, "{each} bytes beside the object");
    drop(pools);
    let left = live_bytes().saturating_sub(before);
    assert!(left < POOLS, "{left} bytes are left");
}

/// A thread that uses a pool now and then gets no cache of it.
#[test]
fn a_thread_that_passes_by_leaves_nothing_behind() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let pool = pools(1).pop().unwrap();
    use_it(&pool);
    let before = live_bytes();
    let barrier = Barrier::new(THREADS);
    run_threads(&[], || {
        (0..3).for_each(|_| drop(pool.get()));
        barrier.wait();
    });
    let left = live_bytes().saturating_sub(before) / THREADS;
    assert!(left < 128, "{left} bytes for each thread");
    assert_eq!(pool.stats().outstanding, 0);
}

/// Their caches' places in a thread's table, too, once the thread gets another cache.
#[test]
fn a_thread_forgets_dropped_pools() {
    const POOLS: usize = 2000;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    use_it(&pools(1)[0]);
    let before = live_bytes();
    let used = pools(POOLS);
    used.iter().for_each(use_it);
    drop(used);
    use_it(&pools(1)[0]);
    let left = live_bytes().saturating_sub(before);
    assert!(left < POOLS, "{left} bytes for {POOLS} pools");
}
