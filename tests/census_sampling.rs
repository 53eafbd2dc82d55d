//! Where one object in `n` is followed, the census estimates.
//!
//! Each of `k` objects is followed with a chance of `1/n` and then stands for `n`. If the
//! draws are independent the estimate of `k` has a deviation of `√(k (n - 1))`; distances
//! between hits vary less, so it is less. A test fails beyond six times that, which chance
//! alone does once in five hundred million times.

mod at_exit;

use std::panic::Location;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use qnpool::{Census, Guard, LeakDetection, Pool};

use at_exit::{at_exit, at_very_last};

type Numbers = Pool<u64>;
type Place = &'static Location<'static>;

fn sampled(objects: u32) -> Numbers {
    Numbers::builder()
        .leak_detection(LeakDetection::Sampled(objects))
        .build()
}

#[track_caller]
fn here() -> Place {
    Location::caller()
}

/// Of `objects` objects, one in `n` of which is followed.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
#[track_caller]
fn assert_estimates(estimate: u64, objects: u64, n: u32) {
    let deviation = (objects as f64 * f64::from(n - 1)).sqrt();
    let error = estimate.abs_diff(objects) as f64;
    assert!(
        error <= 6.0 * deviation,
        "{estimate} for {objects} with a deviation of {deviation}"
    );
    assert_eq!(estimate % u64::from(n), 0);
}

/// Objects taken at this line, of which none is out.
#[track_caller]
fn taken(census: &Census, place: Place) -> u64 {
    let mut rows = census.call_sites.iter();
    let row = rows.find(|row| row.location.line() == place.line());
    let row = row.unwrap_or_else(|| panic!("nothing was taken at {place}: {census}"));
    assert_eq!((row.live, row.returned), (0, row.taken));
    row.taken
}

/// Two lines by turns, which a sample at fixed distances would mistake for one.
#[test]
fn two_lines_by_turns_are_sampled_alike() {
    for n in [2, 16, 128] {
        let pool = sampled(n);
        let mut places = [here(); 2];
        for _ in 0..100_000 {
            places[0] = (drop(pool.get()), here()).1;
            places[1] = (drop(pool.get()), here()).1;
        }
        let census = pool.census();
        for place in places {
            assert_estimates(taken(&census, place), 100_000, n);
        }
    }
}

#[test]
fn bursts_are_sampled() {
    const N: u32 = 64;
    let pool = sampled(N);
    let mut place = here();
    for _ in 0..200 {
        let burst: Vec<_> = (0..1000).map(|_| (pool.get(), here())).collect();
        place = burst[0].1;
        drop(burst);
    }
    assert_estimates(taken(&pool.census(), place), 200_000, N);
}

#[test]
fn what_is_out_is_estimated() {
    const N: u32 = 64;
    let pool = sampled(N);
    pool.prewarm(50_000);
    let held: Vec<_> = (0..100_000).map(|_| pool.get()).collect();
    let census = pool.census();
    let row = &census.call_sites[0];
    assert!(row.holds.iter().all(|hold| hold.weight == u64::from(N)));
    assert_eq!(row.holds.len() as u64 * u64::from(N), row.live);
    assert_eq!((row.live, row.returned), (row.taken, 0));
    assert_estimates(census.live(), 100_000, N);
    drop(held);
    assert_eq!(pool.census().live(), 0);
}

/// Whatever hit is due for a sample, first comes a `get` that finds nothing.
#[test]
fn hits_between_misses_are_sampled() {
    const N: u32 = 16;
    let builder = Numbers::builder().max_idle(1);
    let pool = builder.leak_detection(LeakDetection::Sampled(N)).build();
    let mut places = [here(); 2];
    drop(pool.get());
    for _ in 0..50_000 {
        let (hit, place) = (pool.get(), here());
        let (miss, other) = (pool.get(), here());
        places = [place, other];
        Guard::discard(miss);
        drop(hit);
    }
    assert_eq!(pool.stats().created, 50_001);
    let census = pool.census();
    for place in places {
        assert_estimates(taken(&census, place), 50_000, N);
    }
}

#[test]
fn one_in_one_is_every_object() {
    let pool = sampled(1);
    let held: Vec<_> = (0..1000).map(|_| pool.get()).collect();
    drop((0..1000).map(|_| pool.get()).collect::<Vec<_>>());
    let census = pool.census();
    assert_eq!(census.live(), 1000);
    assert_eq!(
        census.call_sites.iter().map(|row| row.taken).sum::<u64>(),
        2000
    );
    drop(held);
}

#[test]
fn threads_are_sampled_alike() {
    const N: u32 = 32;
    let pool = sampled(N);
    let place = thread::scope(|scope| {
        let threads = [(); 8].map(|()| {
            scope.spawn(|| {
                let mut place = here();
                for _ in 0..10_000 {
                    place = (drop(pool.get()), here()).1;
                }
                let _ = (0..2000).map(|_| pool.get_idle()).collect::<Vec<_>>();
                place
            })
        });
        threads.map(|thread| thread.join().unwrap())[0]
    });
    assert_estimates(taken(&pool.census(), place), 80_000, N);
}

/// None at full speed, as each is not the one used last.
#[test]
fn pools_by_turns_are_sampled() {
    const N: u32 = 32;
    let pools = [(); 3].map(|()| sampled(N));
    let mut place = here();
    for _ in 0..40_000 {
        for pool in &pools {
            place = (drop(pool.get()), here()).1;
        }
    }
    for pool in &pools {
        assert_estimates(taken(&pool.census(), place), 40_000, N);
    }
}

/// Many beginnings: a first sample that came late, or for all pools alike, would show.
#[test]
fn pools_that_are_little_used_are_sampled() {
    const N: u32 = 64;
    const POOLS: u64 = 4000;
    let mut sum = 0;
    for _ in 0..POOLS {
        let pool = sampled(N);
        for _ in 0..20 {
            drop(pool.get());
        }
        let census = pool.census();
        sum += census.call_sites.iter().map(|row| row.taken).sum::<u64>();
    }
    assert_estimates(sum, POOLS * 20, N);
}

/// From a thread whose cache is gone.
#[test]
fn threads_without_a_cache_are_sampled() {
    const N: u32 = 8;
    const POOLS: u64 = 2000;
    let pool = Arc::new(sampled(N));
    let little_used: Vec<_> = (0..POOLS).map(|_| Arc::new(sampled(N))).collect();
    let pools = little_used.clone();
    let (sender, receiver) = channel();
    let thread = thread::spawn({
        let pool = Arc::clone(&pool);
        move || {
            at_exit(|| {
                at_very_last(move || {
                    let mut places = [here(); 2];
                    for _ in 0..5000 {
                        places[0] = (drop(pool.get()), here()).1;
                        places[1] = (drop(pool.get_owned()), here()).1;
                    }
                    for pool in &pools {
                        drop(pool.get());
                    }
                    sender.send(places).unwrap();
                });
            });
        }
    });
    thread.join().unwrap();
    let census = pool.census();
    for place in receiver.recv().unwrap() {
        assert_estimates(taken(&census, place), 5000, N);
    }
    let sites = little_used.iter().flat_map(|pool| pool.census().call_sites);
    assert_estimates(sites.map(|site| site.taken).sum(), POOLS, N);
}

/// In the middle of a distance, which then is no longer right.
#[test]
fn a_new_number_holds_from_the_next_object_on() {
    const POOLS: u64 = 400;
    let mut sum = 0;
    for _ in 0..POOLS {
        let pool = sampled(2);
        let old: Vec<_> = (0..100).map(|_| pool.get()).collect();
        let stood_for = pool.census().live();
        pool.set_leak_detection(LeakDetection::Sampled(u32::MAX));
        let held: Vec<_> = (0..100).map(|_| pool.get()).collect();
        assert_eq!(
            pool.census().live(),
            stood_for,
            "one in four thousand million"
        );
        drop((old, held));
        for _ in 0..100 {
            drop(pool.get());
        }
        assert_eq!(pool.census().live(), 0);

        pool.set_leak_detection(LeakDetection::Off);
        let before = pool.census().call_sites[0].taken;
        for _ in 0..8 {
            drop(pool.get());
        }
        let census = pool.census();
        assert_eq!(census.call_sites.len(), 1, "{census}");
        assert_eq!(census.call_sites[0].taken, before, "off");

        pool.set_leak_detection(LeakDetection::Sampled(16));
        for _ in 0..32 {
            drop(pool.get());
        }
        let census = pool.census();
        sum += census.call_sites.iter().map(|row| row.taken).sum::<u64>() - before;
    }
    assert_estimates(sum, POOLS * 32, 16);
}

#[test]
fn an_object_stands_for_what_it_did_when_it_was_taken() {
    let pool = sampled(1);
    let one = pool.get();
    pool.set_leak_detection(LeakDetection::Sampled(3));
    let some: Vec<_> = (0..1000).map(|_| pool.get()).collect();
    pool.set_leak_detection(LeakDetection::All);
    let all = [(); 5].map(|()| pool.get());
    let census = pool.census();
    let weights = census.call_sites.iter().flat_map(|site| &site.holds);
    let ones = weights.clone().filter(|hold| hold.weight == 1).count();
    let threes = weights.filter(|hold| hold.weight == 3).count() as u64;
    assert_eq!(ones, 6);
    assert_eq!(census.live(), 6 + 3 * threes);
    assert_estimates(3 * threes, 1000, 3);
    drop((one, some, all));
    assert_eq!(pool.census().live(), 0);
}
