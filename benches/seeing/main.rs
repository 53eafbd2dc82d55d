//! What it costs to see: the same pool with the census off and at each level.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench seeing            # the table
//! cargo bench -p qnpool-benches --bench seeing -- --quick # a first look
//! ```

#[path = "../contenders/mod.rs"]
#[expect(dead_code, reason = "only qnpool is measured")]
mod contenders;
#[path = "../measuring/mod.rs"]
#[expect(dead_code, reason = "nothing is told apart by its kind")]
mod measuring;

mod levels;

use std::hint::black_box;

use contenders::objects::{Packet, Tiny};
use contenders::{Contender, burst, pair};
use levels::{NAMES, Visitor, for_each_level};
use measuring::crew::with_crew;
use measuring::figures::{Figures, nanoseconds, ratio};
use measuring::runner::{Group, Row, Runner};

fn main() {
    let mut runner = Runner::new();
    let row = |name| Row {
        rounds: 5,
        ..Row::new(name)
    };
    runner.row(row("one thread, tiny"), |group| {
        for_each_level::<Tiny>(&mut Pairs(group));
    });
    runner.row(row("one thread, packet"), |group| {
        for_each_level::<Packet>(&mut Pairs(group));
    });
    for (name, pairs) in [("burst of 64", 64), ("burst of 1,000", 1000)] {
        let row = Row { pairs, ..row(name) };
        runner.row(row, |group| {
            for_each_level::<Packet>(&mut Bursts(group, pairs as usize));
        });
    }
    for (name, threads) in [("2 threads", 2), ("8 threads", 8)] {
        let row = Row {
            seconds: 0.6,
            samples: 10,
            ..row(name)
        };
        runner.row(row, |group| {
            for_each_level::<Tiny>(&mut Together { group, threads });
        });
    }
    print(&runner);
}

struct Pairs<'a, 'criterion>(&'a mut Group<'criterion>);

impl Visitor for Pairs<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        self.0.bench::<C>(|bencher| bencher.iter(|| pair(pool)));
    }
}

struct Bursts<'a, 'criterion>(&'a mut Group<'criterion>, usize);

impl Visitor for Bursts<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        let mut held = Vec::with_capacity(self.1);
        self.0
            .bench::<C>(|bencher| bencher.iter(|| burst(pool, &mut held)));
    }
}

struct Together<'a, 'criterion> {
    group: &'a mut Group<'criterion>,
    threads: usize,
}

impl Visitor for Together<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        let pairs = |rounds| {
            for _ in 0..rounds {
                pair(pool);
            }
        };
        with_crew(
            self.threads,
            pairs,
            || (),
            |run| self.group.bench::<C>(|bencher| bencher.iter_custom(run)),
        );
    }
}

fn print(runner: &Runner) {
    let rows: Vec<Figures> = runner.rows().iter().map(Figures::new).collect();
    if rows.is_empty() {
        return;
    }
    println!("\n## What seeing costs: ns per pair / × off / ns more than off\n");
    println!("| | {} |", NAMES.join(" | "));
    println!("|---{}|", "|---".repeat(NAMES.len()));
    for row in &rows {
        print!("| {} |", row.name);
        let off = row.of(NAMES[0]);
        for level in NAMES {
            let Some(figure) = row.of(level) else {
                print!(" |");
                continue;
            };
            let more = off.map_or(0.0, |off| figure.median() - off.median());
            print!(
                " {} / {} / {} |",
                nanoseconds(figure.median()),
                ratio(figure.over(off)),
                nanoseconds(more),
            );
        }
        println!();
    }
}
