//! The adapters for other crates' pools keep our promises: what is out is counted and
//! found, what waits is bounded, and a panic costs one object.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use qnpool::compat::lockfree_object_pool::LinearObjectPool;
use qnpool::compat::object_pool::{BoundedPool, BoundedReusable, BoundedReusableOwned, Pool};
use qnpool::{Census, LeakDetection, Poolable};

#[derive(Default)]
struct Fragile {
    reset_panics: bool,
}

impl Poolable for Fragile {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        assert!(!self.reset_panics, "planned");
    }
}

fn panics(code: impl FnOnce()) {
    catch_unwind(AssertUnwindSafe(code)).expect_err("a panic was planned");
}

#[test]
fn no_more_are_out_than_there_are_places() {
    const PLACES: usize = 3;
    let pool = Arc::new(Pool::new(PLACES, Fragile::default));
    let out = AtomicUsize::new(0);
    thread::scope(|scope| {
        for index in 0..8 {
            let (pool, out) = (&pool, &out);
            scope.spawn(move || {
                for round in 0..200 {
                    let owned = (index + round) % 2 == 0;
                    let held = if owned {
                        pool.try_pull_owned().map(Ok)
                    } else {
                        pool.try_pull().map(Err)
                    };
                    if held.is_some() {
                        assert!(out.fetch_add(1, Ordering::SeqCst) < PLACES);
                        thread::yield_now();
                        out.fetch_sub(1, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert_eq!((pool.len(), pool.inner().stats().outstanding), (PLACES, 0));
}

#[test]
fn a_place_outlives_a_panic_of_its_holder_or_of_reset() {
    let pool = Arc::new(Pool::new(1, Fragile::default));
    panics(|| {
        let _held = pool.try_pull().unwrap();
        panic!("planned");
    });
    assert_eq!(pool.len(), 1);
    panics(|| pool.try_pull().unwrap().reset_panics = true);
    panics(|| pool.try_pull_owned().unwrap().reset_panics = true);
    assert_eq!(pool.len(), 1);
    let stats = pool.inner().stats();
    assert_eq!((stats.discarded_panicked, stats.outstanding), (2, 0));
}

#[test]
fn a_place_outlives_a_panic_of_the_constructor() {
    static FAILS: AtomicUsize = AtomicUsize::new(0);
    let pool = Pool::new(1, || {
        assert_eq!(FAILS.load(Ordering::Relaxed), 0, "planned");
        Fragile::default()
    });
    pool.inner().clear();
    FAILS.store(1, Ordering::Relaxed);
    panics(|| drop(pool.try_pull()));
    assert_eq!(pool.len(), 1);
    FAILS.store(0, Ordering::Relaxed);
    assert!(pool.try_pull().is_some());
}

/// Neither a fallback that panics nor an object that cannot be reset is one more.
#[test]
fn what_did_not_come_in_is_not_counted() {
    let pool = Pool::new(0, Fragile::default);
    let unfit = || Fragile { reset_panics: true };
    panics(|| drop(pool.pull(|| panic!("planned"))));
    panics(|| drop(pool.pull(unfit)));
    panics(|| pool.attach(unfit()));
    assert!(pool.is_empty() && pool.try_pull().is_none());
    drop(pool.pull(Fragile::default));
    assert_eq!(pool.len(), 1);
}

#[test]
fn what_aged_is_made_anew() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let pool = BoundedPool::<Vec<u8>, 64>::new(2, || {
        MADE.fetch_add(1, Ordering::Relaxed);
        Vec::with_capacity(16)
    });
    assert_eq!(
        (MADE.load(Ordering::Relaxed), pool.inner().stats().idle),
        (2, 2)
    );
    (0..3).for_each(|_| pool.inner().tick());
    assert_eq!((pool.len(), pool.inner().stats().idle), (2, 0));
    assert_eq!(pool.try_pull().unwrap().capacity(), 16);
    assert_eq!(MADE.load(Ordering::Relaxed), 3);
}

#[test]
fn the_number_given_is_kept_beyond_the_default_bound() {
    type Large = BoundedPool<Vec<u8>, { 1 << 20 }>;
    assert_eq!(Large::new(100, Vec::new).inner().stats().idle, 100);
}

#[test]
fn an_owned_guard_outlives_the_users_share_of_its_pool() {
    let pool = Arc::new(BoundedPool::<Vec<u8>, 64>::new(1, Vec::new));
    let mut owned = pool.try_pull_owned().unwrap();
    drop(pool);
    owned.push(1);
    let (pool, object) = owned.detach();
    assert_eq!(
        (pool.len(), object, Arc::strong_count(&pool)),
        (0, vec![1], 1)
    );
    let stats = pool.inner().stats();
    assert_eq!((stats.detached, stats.outstanding), (1, 0));
}

#[test]
fn guards_cross_threads_and_show_their_object() {
    fn crosses<T: Send + Sync>(_: &T) {}
    let pool = Arc::new(BoundedPool::<Vec<u8>, 64>::new(2, Vec::new));
    let resetting = LinearObjectPool::<Vec<u8>>::new(Vec::new, Vec::clear);
    let mut borrowed: BoundedReusable<'_, Vec<u8>, 64> = pool.try_pull().unwrap();
    let owned: BoundedReusableOwned<Vec<u8>, 64> = pool.try_pull_owned().unwrap();
    borrowed.push(1);
    let lent = resetting.pull();
    crosses(&pool);
    crosses(&borrowed);
    crosses(&owned);
    crosses(&resetting);
    crosses(&lent);
    assert_eq!(format!("{borrowed:?} {owned:?} {lent:?}"), "[1] [] []");
    assert!(format!("{pool:?} {resetting:?}").contains("outstanding"));
}

/// Each of its rows is one line of this file.
fn lines(census: &Census) -> Vec<u32> {
    let lines = census.call_sites.iter().map(|site| {
        assert!(site.location.file().ends_with("compat.rs"));
        site.location.line()
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_unstable();
    lines
}

#[test]
fn the_census_has_the_users_lines() {
    let pool = Arc::new(Pool::new(2, Fragile::default));
    pool.inner().set_leak_detection(LeakDetection::All);
    let first = line!() + 1;
    let taken = pool.try_pull();
    let fallback = pool.pull(Fragile::default);
    let owned = pool.try_pull_owned();
    let made = pool.pull_owned(Fragile::default);
    assert!(taken.is_some() && owned.is_none());
    assert_eq!(lines(&pool.inner().census()), [first, first + 1, first + 3]);
    drop((taken, fallback, made));

    let resetting = Arc::new(LinearObjectPool::<u8>::new(u8::default, |_| ()));
    resetting.inner().set_leak_detection(LeakDetection::All);
    let first = line!() + 1;
    let borrowed = resetting.pull();
    let owned = resetting.pull_owned();
    assert_eq!(lines(&resetting.inner().census()), [first, first + 1]);
    assert_eq!(*borrowed + *owned, 0);
}
