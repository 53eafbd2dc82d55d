//! What it costs to see: the same pool with the census off, at each level, and with a
//! threshold for holds.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench seeing                 # a table
//! cargo bench -p qnpool-benches --bench seeing -- --quick      # a first look
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench seeing # adds a run to the file
//! ```

#[path = "../contenders/mod.rs"]
#[expect(dead_code, reason = "only qnpool is measured")]
mod contenders;
#[path = "../measuring/mod.rs"]
#[expect(dead_code, reason = "nothing is told apart by its kind")]
mod measuring;

mod levels;

use contenders::objects::{Packet, Tiny};
use levels::{NAMES, for_each_level};
use measuring::figures::{Figures, ratio};
use measuring::numbers::three_digits;
use measuring::record;
use measuring::runner::{Row, Runner};
use measuring::scenarios::{Bursts, Pairs, Together};

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
                three_digits(figure.median()),
                ratio(figure.over(off)),
                three_digits(more),
            );
        }
        println!();
    }
    if record::is_wanted() {
        let figures: Vec<_> = rows.iter().flat_map(Figures::recorded).collect();
        record::add_run("seeing", &figures);
    }
}
