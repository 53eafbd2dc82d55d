//! Random programs against a model of what is out: one step at a time, on up to four
//! threads, with every figure of the census checked after each step.

mod worker;

use std::collections::BTreeMap;
use std::mem;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use qnpool::{Bounded, Guard, LeakDetection, OwnedGuard, Pool};

use worker::Worker;

const THREADS: usize = 4;

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;
type Place = &'static Location<'static>;

#[derive(Clone, Debug)]
enum Step {
    Take { site: usize, times: usize },
    Drop { which: usize, times: usize },
    Touch { which: usize, site: usize },
    Detach(usize),
    Discard(usize),
    Forget(usize),
    PanicWith { objects: usize },
    Attach,
    Prewarm(usize),
    Tick,
    Clear,
    Level(LeakDetection),
    ThreadExits,
}

fn programs() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let which = 0..64usize;
    let level = prop::sample::select(&[
        LeakDetection::Off,
        LeakDetection::Sampled(0),
        LeakDetection::Sampled(1),
        LeakDetection::All,
        LeakDetection::Backtraces,
    ]);
    let step = prop_oneof![
        10 => (0..SITES, 1..24usize).prop_map(|(site, times)| Step::Take { site, times }),
        8 => (which.clone(), 1..24usize).prop_map(|(which, times)| Step::Drop { which, times }),
        3 => (which.clone(), 0..2usize).prop_map(|(which, site)| Step::Touch { which, site }),
        1 => which.clone().prop_map(Step::Detach),
        1 => which.clone().prop_map(Step::Discard),
        1 => which.prop_map(Step::Forget),
        1 => (1..4usize).prop_map(|objects| Step::PanicWith { objects }),
        1 => Just(Step::Attach),
        1 => (0..30usize).prop_map(Step::Prewarm),
        2 => Just(Step::Tick),
        1 => Just(Step::Clear),
        1 => level.prop_map(Step::Level),
        2 => Just(Step::ThreadExits),
    ];
    prop::collection::vec((0..THREADS, step), 1..80)
}

enum Held<'pool> {
    Borrowed(Guard<'pool, Line>),
    Owned(OwnedGuard<Line>),
}

impl Held<'_> {
    fn detach(self) {
        match self {
            Self::Borrowed(guard) => drop(Guard::detach(guard)),
            Self::Owned(guard) => drop(OwnedGuard::detach_boxed(guard)),
        }
    }

    fn discard(self) {
        match self {
            Self::Borrowed(guard) => Guard::discard(guard),
            Self::Owned(guard) => OwnedGuard::discard(guard),
        }
    }
}

#[track_caller]
fn here() -> Place {
    Location::caller()
}

/// As a crate around the pool would have it.
#[track_caller]
fn wrapped(pool: &Lines) -> Guard<'_, Line> {
    pool.get()
}

const SITES: usize = 6;

/// An object taken at one of several lines, with that line.
#[expect(clippy::match_same_arms, reason = "on lines of their own")]
fn take(pool: &Arc<Lines>, site: usize) -> (Option<Held<'_>>, Place) {
    let (guard, place) = match site {
        0 => (pool.get(), here()),
        1 => (pool.get(), here()),
        2 => (wrapped(pool), here()),
        3 => (wrapped(pool), here()),
        4 => {
            let (guard, place) = (pool.get_owned(), here());
            return (Some(Held::Owned(guard)), place);
        }
        _ => {
            let (guard, place) = (pool.get_idle(), here());
            return (guard.map(Held::Borrowed), place);
        }
    };
    (Some(Held::Borrowed(guard)), place)
}

#[expect(clippy::match_same_arms, reason = "on lines of their own")]
fn touch(held: &Held<'_>, site: usize) -> Place {
    match (held, site) {
        (Held::Borrowed(guard), 0) => (Guard::touch(guard), here()).1,
        (Held::Borrowed(guard), _) => (Guard::touch(guard), here()).1,
        (Held::Owned(guard), 0) => (OwnedGuard::touch(guard), here()).1,
        (Held::Owned(guard), _) => (OwnedGuard::touch(guard), here()).1,
    }
}

/// What the census should say of one line.
#[derive(Clone, Debug, Default, PartialEq)]
struct Site {
    live: u64,
    taken: u64,
    returned: u64,
    /// The lines that the objects were last seen at, in order.
    touched: Vec<Option<u32>>,
}

/// An object that is out.
#[derive(Clone, Copy)]
struct Hold {
    /// The line that took it, if it is followed.
    followed: Option<u32>,
    touched: Option<u32>,
}

/// A program under way: what is out, and the model of it.
struct Run<'env> {
    pool: &'env Arc<Lines>,
    follows: bool,
    held: Vec<(Held<'env>, Hold)>,
    forgotten: Vec<Hold>,
    taken: BTreeMap<u32, u64>,
}

impl<'env> Run<'env> {
    fn step(&mut self, worker: &Worker<'_, 'env>, step: &Step) {
        let pool = self.pool;
        match *step {
            Step::Take { site, times } => {
                let taken = worker.run(move || {
                    let taken = (0..times).map(|_| take(pool, site));
                    taken.collect::<Vec<_>>()
                });
                for (guard, place) in taken {
                    let Some(guard) = guard else { continue };
                    let hold = self.took(place);
                    self.held.push((guard, hold));
                }
            }
            Step::Drop { which, times } => {
                let ended: Vec<_> = (which..which + times)
                    .filter_map(|which| self.give_up(which))
                    .collect();
                worker.run(move || drop(ended));
            }
            Step::Touch { which, site } => {
                let Some(which) = which.checked_rem(self.held.len()) else {
                    return;
                };
                let (guard, mut hold) = self.held.swap_remove(which);
                let (guard, place) = worker.run(move || {
                    let place = touch(&guard, site);
                    (guard, place)
                });
                hold.touched = Some(place.line());
                self.held.push((guard, hold));
            }
            Step::Detach(which) => {
                let held = self.give_up(which);
                worker.run(move || held.map(|(guard, _)| guard.detach()));
            }
            Step::Discard(which) => {
                let held = self.give_up(which);
                worker.run(move || held.map(|(guard, _)| guard.discard()));
            }
            Step::Forget(which) => {
                if let Some((guard, hold)) = self.give_up(which) {
                    mem::forget(guard);
                    self.forgotten.push(hold);
                }
            }
            Step::PanicWith { objects } => {
                let places = worker.run(move || panic_with(pool, objects));
                for place in places {
                    self.took(place);
                }
            }
            Step::Attach => worker.run(move || pool.attach(Line::default())),
            Step::Prewarm(objects) => worker.run(move || pool.prewarm(objects)),
            Step::Tick => worker.run(move || pool.tick()),
            Step::Clear => worker.run(move || pool.clear()),
            Step::Level(level) => {
                worker.run(move || pool.set_leak_detection(level));
                self.follows = !matches!(level, LeakDetection::Off | LeakDetection::Sampled(0));
            }
            Step::ThreadExits => unreachable!("the caller's"),
        }
    }

    fn took(&mut self, place: Place) -> Hold {
        let followed = self.follows.then_some(place.line());
        if let Some(line) = followed {
            *self.taken.entry(line).or_default() += 1;
        }
        Hold {
            followed,
            touched: None,
        }
    }

    fn give_up(&mut self, which: usize) -> Option<(Held<'env>, Hold)> {
        let which = which.checked_rem(self.held.len())?;
        Some(self.held.remove(which))
    }

    /// What the census should say, by line.
    fn expected(&self) -> BTreeMap<u32, Site> {
        let taken = self.taken.iter().map(|(line, taken)| {
            let site = Site {
                taken: *taken,
                returned: *taken,
                ..Site::default()
            };
            (*line, site)
        });
        let mut sites: BTreeMap<_, _> = taken.collect();
        for hold in self
            .held
            .iter()
            .map(|held| held.1)
            .chain(self.forgotten.clone())
        {
            let Some(line) = hold.followed else { continue };
            let site = sites.get_mut(&line).expect("it was taken");
            site.live += 1;
            site.returned -= 1;
            site.touched.push(hold.touched);
        }
        for site in sites.values_mut() {
            site.touched.sort_unstable();
        }
        sites
    }

    fn check(&self) {
        let census = self.pool.census();
        let found: BTreeMap<_, _> = census
            .call_sites
            .iter()
            .map(|found| {
                assert_eq!(found.location.file(), file!());
                assert!(found.holds.iter().all(|hold| hold.weight == 1));
                assert!(found.holds.is_sorted_by(|one, next| one.age >= next.age));
                let oldest = found.holds.first().map(|hold| hold.age);
                assert_eq!(found.oldest, oldest.unwrap_or_default());
                let ages = found.holds.iter().map(|hold| hold.age);
                assert_eq!(found.total_age, ages.sum());
                let touched = found.holds.iter().map(|hold| hold.touched);
                let mut touched: Vec<_> = touched.map(|place| Some(place?.line())).collect();
                touched.sort_unstable();
                let site = Site {
                    live: found.live,
                    taken: found.taken,
                    returned: found.returned,
                    touched,
                };
                (found.location.line(), site)
            })
            .collect();
        assert_eq!(found.len(), census.call_sites.len(), "a line is one row");
        assert_eq!(found, self.expected());
        let sites = &census.call_sites;
        let rank = |site: &qnpool::CallSite| (site.total_age, site.live, site.taken);
        assert!(sites.is_sorted_by(|one, next| rank(one) >= rank(next)));

        let out = self.held.len() + self.forgotten.len();
        assert_eq!(self.pool.stats().outstanding, out as u64);
        let holds = self
            .held
            .iter()
            .map(|held| held.1)
            .chain(self.forgotten.clone());
        if holds.clone().all(|hold| hold.followed.is_some()) {
            assert_eq!(census.live(), out as u64);
        }
    }
}

/// Holds objects while it panics, and takes and returns others on the way out; says where
/// it took them.
fn panic_with(pool: &Arc<Lines>, objects: usize) -> Vec<Place> {
    struct Busy<'pool>(&'pool Arc<Lines>, Vec<Place>);

    impl Drop for Busy<'_> {
        fn drop(&mut self) {
            let (held, place) = take(self.0, 0);
            self.1.push(place);
            let within = catch_unwind(AssertUnwindSafe(|| {
                let _held = held;
                let (_owned, place) = take(self.0, 4);
                self.1.push(place);
                resume_unwind(Box::new(()));
            }));
            assert!(within.is_err());
            PLACES.with_borrow_mut(|places| places.append(&mut self.1));
        }
    }

    thread_local! {
        static PLACES: std::cell::RefCell<Vec<Place>> = const { std::cell::RefCell::new(Vec::new()) };
    }

    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut busy = Busy(pool, Vec::new());
        let taken: Vec<_> = (0..objects).map(|_| take(pool, 2)).collect();
        busy.1.extend(taken.iter().map(|taken| taken.1));
        // Without the hook's noise.
        resume_unwind(Box::new(()));
    }));
    assert!(outcome.is_err());
    PLACES.take()
}

fn run(follows: bool, max_idle: usize, program: Vec<(usize, Step)>) {
    let level = if follows {
        LeakDetection::All
    } else {
        LeakDetection::Off
    };
    let builder = Lines::builder().max_idle(max_idle).leak_detection(level);
    let pool = Arc::new(builder.idle_timeout(Duration::MAX).build());
    let mut run = Run {
        pool: &pool,
        follows,
        held: Vec::new(),
        forgotten: Vec::new(),
        taken: BTreeMap::new(),
    };
    thread::scope(|scope| {
        let mut workers = [const { None }; THREADS];
        for (thread, step) in program {
            let worker = workers[thread].get_or_insert_with(|| Worker::start(scope));
            if matches!(step, Step::ThreadExits) {
                workers[thread].take().unwrap().exit();
            } else {
                run.step(worker, &step);
            }
            run.check();
        }
        workers.into_iter().flatten().for_each(Worker::exit);
    });
    // What is still out comes back to a pool whose threads have all gone.
    while run.give_up(0).is_some() {
        run.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_is_followed_from_the_start(bound in bounds(), program in programs()) {
        run(true, bound, program);
    }

    #[test]
    fn it_is_turned_on_later(bound in bounds(), program in programs()) {
        run(false, bound, program);
    }
}

fn bounds() -> impl Strategy<Value = usize> {
    prop::sample::select(&[0, 1, 7, 40, 4096][..])
}
