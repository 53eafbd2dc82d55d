//! The census while many threads are at work. Nothing here measures time.

use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use qnpool::{Bounded, Census, Guard, LeakDetection, OwnedGuard, Pool, Verdict};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;
type Place = &'static Location<'static>;

const THREADS: usize = 8;
/// Of whoever disturbs them.
const TURNS: usize = 40;

#[track_caller]
fn here() -> Place {
    Location::caller()
}

/// Objects taken, by line.
type Taken = BTreeMap<u32, u64>;

/// Takes and returns, moves guards to the next thread, and says what it took.
fn work(
    pool: &Arc<Lines>,
    round: usize,
    taken: &mut Taken,
    next: &Sender<OwnedGuard<Line>>,
    own: &Receiver<OwnedGuard<Line>>,
) {
    let mut note = |place: Place| *taken.entry(place.line()).or_default() += 1;
    let (one, place) = (pool.get(), here());
    note(place);
    let (two, place) = (pool.get(), here());
    note(place);
    Guard::touch(&two);
    let (moved, place) = (pool.get_owned(), here());
    note(place);
    if let (Some(idle), place) = (pool.get_idle(), here()) {
        note(place);
        Guard::touch(&idle);
    }
    // The next thread may have ended.
    drop(next.send(moved));
    for moved in own.try_iter() {
        OwnedGuard::touch(&moved);
    }
    match round % 64 {
        7 => drop(Guard::detach(one)),
        20 => Guard::discard(one),
        _ => (),
    }
}

/// What must hold of whatever a reader sees.
fn assert_plausible(census: &Census) {
    assert!(census.call_sites.len() <= 4, "{census}");
    for site in &census.call_sites {
        assert_eq!(site.location.file(), file!());
        assert!(site.live <= site.taken, "{census}");
        let weights = site.holds.iter().map(|hold| hold.weight).sum();
        assert_eq!(site.live, weights, "{census}");
        assert!(site.holds.iter().all(|hold| [1, 3].contains(&hold.weight)));
        let mut touched = site.holds.iter().filter_map(|hold| hold.touched);
        assert!(touched.all(|touched| touched.file() == file!()));
        assert!(site.oldest < Duration::from_hours(1), "{census}");
    }
}

/// Runs the threads, a reader, and what else there is to disturb them; says what was taken.
fn run(pool: &Arc<Lines>, disturb: impl Fn(usize) + Sync) -> Taken {
    let done = AtomicBool::new(false);
    let channels = [(); THREADS].map(|()| channel());
    let (senders, receivers): (Vec<_>, Vec<_>) = channels.into_iter().unzip();
    let sum = Mutex::new(Taken::new());
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                assert_plausible(&pool.census());
                let health = pool.health();
                assert!(health.verdict >= Verdict::Healthy && health.generations <= 5);
                assert!(pool.stats().outstanding < 10_000_000);
            }
        });
        let disturber = scope.spawn(|| {
            for turn in 0..TURNS {
                let gets = pool.stats().gets;
                disturb(turn);
                // The others are to have been at work, if they have not failed.
                let mut patience = 10_000;
                while pool.stats().gets < gets + 100 && patience > 0 {
                    patience -= 1;
                    thread::yield_now();
                }
            }
            done.store(true, Ordering::Relaxed);
        });
        let workers: Vec<_> = receivers
            .into_iter()
            .enumerate()
            .map(|(thread, own)| {
                let next = senders[(thread + 1) % THREADS].clone();
                let (sum, done) = (&sum, &done);
                scope.spawn(move || {
                    let mut taken = Taken::new();
                    let mut round = 0;
                    while !done.load(Ordering::Relaxed) {
                        work(pool, round, &mut taken, &next, &own);
                        round += 1;
                    }
                    let mut sum = sum.lock().unwrap();
                    for (line, taken) in taken {
                        *sum.entry(line).or_default() += taken;
                    }
                })
            })
            .collect();
        drop(senders);
        disturber.join().unwrap();
        reader.join().unwrap();
        for worker in workers {
            // Also the guards that it was sent too late are back then.
            worker.join().unwrap();
        }
    });
    sum.into_inner().unwrap()
}

#[test]
fn every_object_is_in_the_census() {
    let builder = Lines::builder().leak_detection(LeakDetection::All);
    let pool = Arc::new(builder.idle_timeout(Duration::MAX).build());
    let taken = run(&pool, |turn| {
        if turn % 16 == 0 {
            pool.clear();
        } else {
            pool.tick();
        }
    });
    let census = pool.census();
    let returned = |site: &qnpool::CallSite| (site.live, site.returned) == (0, site.taken);
    assert!(census.call_sites.iter().all(returned), "{census}");
    let sites = census.call_sites.iter();
    let found: Taken = sites
        .map(|site| (site.location.line(), site.taken))
        .collect();
    assert_eq!(found, taken);
    pool.assert_no_leaks();
}

#[test]
fn it_is_exact_again_after_the_level_has_changed_all_the_time() {
    let pool = Arc::new(Lines::builder().idle_timeout(Duration::MAX).build());
    let levels = [
        LeakDetection::All,
        LeakDetection::Off,
        LeakDetection::Sampled(3),
        LeakDetection::Backtraces,
    ];
    let taken = run(&pool, |turn| {
        pool.set_leak_detection(levels[turn % levels.len()]);
    });
    let before = pool.census();
    assert_eq!(before.live(), 0, "{before}");
    assert!(
        before
            .call_sites
            .iter()
            .all(|site| site.returned == site.taken)
    );
    assert_eq!(taken.len(), 4);
    pool.assert_no_leaks();

    pool.set_leak_detection(LeakDetection::All);
    let held: Vec<_> = (0..100).map(|_| pool.get()).collect();
    assert_eq!(pool.census().live(), 100);
    drop(held);
    assert_eq!(pool.census().live(), 0);
}
