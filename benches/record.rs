//! Adds what it reads to `benches/figures/<name>.tsv` as one run. Each line has a scenario, a
//! contender and a value, with tabs between them.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench record -- worth_it < figures
//! ```

#[path = "measuring/record.rs"]
#[expect(dead_code, reason = "what is read is always recorded")]
mod record;

use std::env;
use std::io::stdin;

fn main() {
    // Cargo adds `--bench`; without it the target is only tested.
    let mut arguments = env::args().skip(1);
    let Some(file) = arguments.find(|argument| !argument.starts_with('-')) else {
        return;
    };
    let figures = stdin().lines().map(|line| {
        let line = line.expect("text");
        match line.split('\t').collect::<Vec<_>>()[..] {
            [scenario, contender, value] => (
                scenario.to_owned(),
                contender.to_owned(),
                value.parse().expect("a number"),
            ),
            _ => panic!("not a figure: {line}"),
        }
    });
    record::add_run(&file, &figures.collect::<Vec<_>>());
}
