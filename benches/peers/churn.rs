//! 200 threads one after another, each with four objects at once: how long a
//! thread lives, and how many objects it takes.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use super::contenders::counted::{self, Counted};
use super::contenders::{Contender, Kind, Visitor, burst, for_each};
use super::measuring::runner::{Group, Row, Runner};

const THREADS: u64 = 200;
const OBJECTS: usize = 4;

pub(crate) const ROW: &str = "churn";

/// The objects that 200 threads made, by contender.
pub(crate) type Created = BTreeMap<&'static str, u64>;

pub(crate) fn measure(runner: &mut Runner) -> Created {
    let mut created = Created::new();
    runner.row(Row::new(ROW), |group| {
        group.bench_as("thread", Kind::Floor, |bencher| {
            bencher.iter_custom(|threads| one_after_another(threads, || ()));
        });
        for_each::<Counted>(&mut Churn {
            group,
            created: &mut created,
        });
    });
    created
}

struct Churn<'a, 'criterion> {
    group: &'a mut Group<'criterion>,
    created: &'a mut Created,
}

impl Visitor for Churn<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let run = |threads| {
            let pool = C::new(0);
            let pool = black_box(&pool);
            one_after_another(threads, || {
                burst(pool, &mut Vec::with_capacity(OBJECTS));
                pool.leave();
            })
        };
        self.group.bench::<C>(|bencher| {
            bencher.iter_custom(|threads| {
                let whole = (0..threads / THREADS).map(|_| run(THREADS));
                whole.sum::<Duration>() + run(threads % THREADS)
            });
        });
        let before = counted::created();
        run(THREADS);
        let after = counted::created();
        self.created.insert(C::NAME, after - before);
    }
}

fn one_after_another(threads: u64, body: impl Fn() + Sync) -> Duration {
    let start = Instant::now();
    for _ in 0..threads {
        thread::scope(|scope| {
            scope.spawn(&body).join().expect("no thread panics");
        });
    }
    start.elapsed()
}
