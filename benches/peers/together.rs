//! Threads that share one pool, and 1,500 bytes of work by one thread and by two.

use std::hint::black_box;

use super::contenders::objects::{Object, Packet, Tiny};
use super::contenders::{Contender, Visitor, for_each, give_back};
use super::measuring::crew::with_crew;
use super::measuring::runner::{Group, Row, Runner};
use super::measuring::scenarios::Together;

pub(crate) fn measure(runner: &mut Runner) {
    let rows = [
        ("2 threads", 2),
        ("4 threads", 4),
        ("8 threads", 8),
        ("32 threads", 32),
    ];
    for (name, threads) in rows {
        // More threads than cores need a sample that is many slices long.
        let row = Row {
            seconds: if threads > 2 { 0.8 } else { 0.4 },
            samples: 10,
            rounds: if threads > 2 { 3 } else { 5 },
            ..Row::new(name)
        };
        runner.row(row, |group| {
            for_each::<Tiny>(&mut Together { group, threads });
        });
    }
    for (name, threads) in [("work, 1 thread", 1), ("work, 2 threads", 2)] {
        runner.row(Row::new(name), |group| {
            for_each::<Packet>(&mut Work { group, threads });
        });
    }
}

struct Work<'a, 'criterion> {
    group: &'a mut Group<'criterion>,
    threads: usize,
}

impl Visitor for Work<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        let source = [7; 1500];
        let work = |rounds| {
            for _ in 0..rounds {
                let mut guard = pool.take();
                black_box(C::object(&mut guard).work(black_box(&source)));
                give_back::<C>(guard);
            }
        };
        with_crew(
            self.threads,
            work,
            || pool.leave(),
            |run| self.group.bench::<C>(|bencher| bencher.iter_custom(run)),
        );
    }
}
