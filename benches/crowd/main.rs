//! Threads whose objects are more than the pool may keep: how many pairs of get and drop they
//! do in a second, and how many of the gets make an object.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench crowd                 # a table
//! cargo bench -p qnpool-benches --bench crowd -- --quick      # a first look
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench crowd # adds a run to the file
//! ```
//!
//! Each contender has the same bound and its row to itself: a round measures them one after
//! the other, with new threads and a new pool. The figures are the medians of the rounds.

#[path = "../contenders/mod.rs"]
#[expect(dead_code, reason = "only pools with a bound are measured")]
mod contenders;
#[path = "../measuring/extent.rs"]
mod extent;
#[path = "../measuring/numbers.rs"]
mod numbers;
#[path = "../measuring/record.rs"]
mod record;

mod bounded;
mod traffic;

use std::time::Duration;

use bounded::{Bounded, BoundedVisitor, for_each_bounded};
use extent::Extent;
use numbers::{median, three_digits};
use traffic::{Outcome, crowd, hand_off, slow_one};

/// Threads, objects that each holds at once, and the bound.
const CROWDS: [(usize, usize, usize); 9] = [
    (4, 16, 50),
    (10, 16, 1000),
    (10, 16, 160),
    (10, 16, 50),
    (100, 1, 50),
    (100, 16, 50),
    (64, 1, 16),
    (8, 3, 7),
    (3, 64, 100),
];

/// Those of one contender in one row, by round.
struct Rounds {
    contender: &'static str,
    outcomes: Vec<Outcome>,
}

impl Rounds {
    fn median(&self, of: impl Fn(&Outcome) -> f64) -> f64 {
        median(self.outcomes.iter().map(of).collect())
    }
}

#[derive(Clone, Copy)]
enum Traffic {
    Crowd(usize, usize, usize),
    HandOff,
}

struct Round<'a> {
    traffic: Traffic,
    time: Duration,
    rows: &'a mut Vec<Rounds>,
}

impl BoundedVisitor for Round<'_> {
    fn visit<C: Bounded>(&mut self) {
        let outcome = match self.traffic {
            Traffic::Crowd(threads, held, max_idle) => {
                crowd::<C>(threads, held, max_idle, self.time)
            }
            Traffic::HandOff => hand_off::<C>(self.time),
        };
        add(self.rows, C::NAME, outcome);
    }
}

/// The share of its objects that a slow thread makes has a row without a time.
struct SlowRound<'a> {
    uses: u32,
    rows: &'a mut Vec<Rounds>,
}

impl BoundedVisitor for SlowRound<'_> {
    fn visit<C: Bounded>(&mut self) {
        let outcome = Outcome {
            million_pairs_a_second: f64::NAN,
            created: slow_one::<C>(self.uses),
        };
        add(self.rows, C::NAME, outcome);
    }
}

fn add(rows: &mut Vec<Rounds>, contender: &'static str, outcome: Outcome) {
    match rows.iter_mut().find(|row| row.contender == contender) {
        Some(row) => row.outcomes.push(outcome),
        None => rows.push(Rounds {
            contender,
            outcomes: vec![outcome],
        }),
    }
}

fn main() {
    let extent = Extent::asked_for();
    let rounds = extent.pick(5, 1, 1);
    let time = Duration::from_millis(extent.pick(1000, 200, 1));
    let crowds = CROWDS.map(|(threads, held, max_idle)| {
        let name = format!("{threads} threads of {held}, bound {max_idle}");
        (name, Traffic::Crowd(threads, held, max_idle))
    });
    let hand_off = (
        "8 producers, 8 consumers, bound 64".to_owned(),
        Traffic::HandOff,
    );
    println!("million pairs a second / objects made, % of gets\n");
    let mut figures = Vec::new();
    for (name, traffic) in crowds.into_iter().chain([hand_off]) {
        let mut rows = Vec::new();
        for _ in 0..rounds {
            for_each_bounded(&mut Round {
                traffic,
                time,
                rows: &mut rows,
            });
        }
        report(&name, &rows, &mut figures);
    }
    let mut rows = Vec::new();
    for _ in 0..rounds {
        for_each_bounded(&mut SlowRound {
            uses: extent.pick(400, 50, 1),
            rows: &mut rows,
        });
    }
    report("a slow thread beside 32, bound 32", &rows, &mut figures);
    if record::is_wanted() {
        record::add_run("crowd", &figures);
    }
}

fn report(name: &str, rows: &[Rounds], figures: &mut Vec<(String, String, f64)>) {
    if figures.is_empty() {
        let names: Vec<_> = rows.iter().map(|row| row.contender).collect();
        println!(
            "| | {} |\n|---{}|",
            names.join(" | "),
            "|---".repeat(names.len())
        );
    }
    print!("| {name} |");
    for row in rows {
        let speed = row.median(|outcome| outcome.million_pairs_a_second);
        let created = row.median(|outcome| outcome.created);
        let contender = row.contender.to_owned();
        if speed.is_nan() {
            print!(" – / {} |", three_digits(created));
        } else {
            print!(" {} / {} |", three_digits(speed), three_digits(created));
            figures.push((name.to_owned(), contender.clone(), speed));
        }
        figures.push((format!("{name}, created"), contender, created));
    }
    println!();
}
