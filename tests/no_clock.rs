//! What holds with a clock and without one, and what differs: `scripts/targets.sh` runs it
//! with `--cfg qnpool_no_clock`, which is how a pool is on `wasm32-unknown-unknown`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{Bounded, Guard, LeakDetection, Measure, Pool, to_folded, to_pprof};

const HAS_CLOCK: bool = !cfg!(qnpool_no_clock);
const GENERATION: Duration = Duration::from_millis(10);

type Buffer = Bounded<Vec<u8>, 64>;

/// Longer than several generations and than any threshold here, on any clock.
fn pass_time() {
    thread::sleep(10 * GENERATION);
}

#[test]
fn everything_can_be_used() {
    let pool = Pool::<Buffer>::builder()
        .name("used in every way")
        .leak_detection(LeakDetection::Backtraces)
        .hold_threshold(GENERATION)
        .idle_timeout(GENERATION)
        .build();
    let pool = Arc::new(pool);
    pool.prewarm(4);
    for _ in 0..10_000 {
        pool.get().push(1);
    }
    let held = (pool.get(), pool.get_owned(), pool.get_idle());
    Guard::touch(&held.0);
    pool.attach(Buffer::default());
    pool.tick();
    let census = pool.census();
    assert_eq!(census.live(), pool.stats().outstanding);
    assert!(!pool.health().to_string().is_empty());
    assert!(
        qnpool::pools()
            .iter()
            .any(|report| report.name == pool.name())
    );
    assert!(!to_folded([&census], Measure::Objects).is_empty());
    assert!(!to_pprof([&census]).is_empty());
    qnpool::metrics::publish();
    drop(held);
    pool.clear();
    pool.assert_no_leaks();
}

/// Whether idle objects are gone after some time in which the pool was used seldom.
#[test]
fn generations_end_by_the_clock_if_there_is_one() {
    let pool = Pool::<Buffer>::builder().idle_timeout(GENERATION).build();
    drop([(); 16].map(|()| pool.get()));
    for _ in 0..20 {
        pass_time();
        drop([(); 8].map(|()| pool.get()));
        if pool.stats().discarded_aged > 0 {
            break;
        }
    }
    assert_eq!(pool.stats().discarded_aged > 0, HAS_CLOCK);
}

#[test]
fn generations_end_by_hand_in_any_case() {
    let pool = Pool::<Buffer>::builder()
        .idle_timeout(Duration::MAX)
        .build();
    drop([(); 16].map(|()| pool.get()));
    assert_eq!(pool.stats().idle, 16);
    pool.tick();
    pool.tick();
    pool.tick();
    assert_eq!((pool.stats().idle, pool.stats().discarded_aged), (0, 16));
}

#[test]
fn ages_are_zero_without_a_clock() {
    let pool = Pool::<Buffer>::builder()
        .leak_detection(LeakDetection::All)
        .build();
    let held = pool.get();
    pass_time();
    let site = &pool.census().call_sites[0];
    assert_eq!(site.live, 1);
    assert_eq!(site.oldest > Duration::ZERO, HAS_CLOCK);
    assert_eq!(site.total_age > Duration::ZERO, HAS_CLOCK);
    drop(held);
}

/// Also with a threshold of zero: all would be too long, the callback's own as well.
#[test]
fn no_hold_is_too_long_without_a_clock() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static POOL: Pool<Buffer> = Pool::builder()
        .hold_threshold(Duration::ZERO)
        .on_long_hold(|_| {
            CALLS.fetch_add(1, Ordering::SeqCst);
            drop(POOL.get());
        })
        .build();

    let held = POOL.get();
    pass_time();
    POOL.tick();
    drop(held);
    assert_eq!(CALLS.load(Ordering::SeqCst) > 0, HAS_CLOCK);
    assert_eq!(POOL.stats().outstanding, 0);
}
