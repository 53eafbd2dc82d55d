//! Crowds of threads at any bound: few objects are made again.

use std::num::NonZero;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use fastrand::Rng;
use qnpool::{Pool, Stats};

use crate::alive::{Alive, count};
use crate::identities::assert_identities;
use crate::{Extent, join};

/// Gets that may make an object, whatever the traffic, for each that the threads hold at once.
const AT_START: u64 = 4;

/// And of all gets, one in so many.
const ONE_IN: u64 = 100;

/// Each round has a pool of its own; its threads each take some objects and drop them, again
/// and again.
///
/// A crowd may now and then make more than 1 %: on two cores with other work it was one in
/// fifty, and one in eight where the bound is hardly more than what the cores hold. So only
/// several of these are an error.
///
/// # Panics
///
/// If more is idle than the bound allows, or an object is lost or miscounted; or if more than a
/// quarter of the crowds make more than 1 %, of those whose bound has room for what the cores
/// hold at once.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    let gets = extent.size(20_000, 2_000_000);
    let mut random = Rng::with_seed(seed);
    let (mut rounds, mut taken, mut with_room) = (0, 0, 0);
    let mut above = Vec::new();
    for _ in extent.rounds(5, 20, 2000) {
        let crowd = Crowd::any(&mut random);
        let stats = crowd.run(gets);
        rounds += 1;
        taken += stats.gets;
        if crowd.has_room() {
            with_room += 1;
            let at_start = AT_START * (crowd.threads * crowd.held) as u64;
            if stats.created > stats.gets / ONE_IN + at_start {
                above.push(format!("{crowd:?}: {stats:?}"));
            }
        }
    }
    assert!(
        above.len() <= with_room / 4 + 1,
        "{} of {with_room} crowds made too many objects: {above:#?}",
        above.len()
    );
    format!(
        "{rounds} crowds, {taken} objects taken; {} of {with_room} whose bound had room made more than 1 %",
        above.len()
    )
}

/// So many threads that hold so many objects each.
#[derive(Debug)]
pub(crate) struct Crowd {
    threads: usize,
    held: usize,
    max_idle: usize,
}

impl Crowd {
    pub(crate) fn any(random: &mut Rng) -> Self {
        Self {
            threads: random.usize(2..=100),
            held: random.usize(1..=20),
            max_idle: random.usize(1..=200),
        }
    }

    /// Threads that run at once return their objects at once, and what finds no room must be
    /// made again, by any pool.
    fn has_room(&self) -> bool {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        self.max_idle >= self.held * self.threads.min(cores)
    }

    /// Has it take about so many objects, and checks the pool meanwhile and at the end.
    pub(crate) fn run(&self, gets: usize) -> Stats {
        // Crowds of one process come one after another.
        static ALIVE: AtomicUsize = AtomicUsize::new(0);
        let (held, max_idle) = (self.held, self.max_idle as u64);
        let turns = gets.div_ceil(self.threads * held);
        let pool = Pool::builder()
            .max_idle(self.max_idle)
            .create(|| Alive::new(&ALIVE));
        // Closed until all are there; if one cannot be started, it opens too.
        let gate = RwLock::new(());
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let watch = scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let idle = pool.stats().idle;
                    assert!(idle <= max_idle, "{idle} are idle: {self:?}");
                    thread::sleep(Duration::from_micros(200));
                }
            });
            let closed = gate.write();
            let work = || {
                drop(gate.read());
                let mut objects = Vec::with_capacity(held);
                for turn in 1..=turns as u64 {
                    objects.extend((0..held).map(|_| pool.get()));
                    for object in &mut objects {
                        assert_eq!(object.number, 0, "pristine");
                        object.number = turn;
                    }
                    objects.clear();
                }
            };
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(work)).collect();
            drop(closed);
            join(threads);
            is_over.store(true, Ordering::Relaxed);
            join([watch]);
        });
        let stats = pool.stats();
        assert_eq!((stats.puts, stats.outstanding), (stats.gets, 0), "{self:?}");
        assert_eq!(stats.gets, (turns * self.threads * held) as u64);
        assert!(stats.idle <= max_idle, "{self:?}: {stats:?}");
        assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
        assert_identities(stats);
        drop(pool);
        assert_eq!(count(&ALIVE), 0);
        stats
    }
}
