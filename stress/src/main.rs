//! Puts pools under stress, for as long as one likes:
//!
//! ```text
//! cargo run --release -p qnpool-stress -- all
//! cargo run --release -p qnpool-stress -- pairs --length long
//! cargo run --release -p qnpool-stress -- faults --seconds 3600 --seed 7
//! ```
//!
//! Each scenario closes with one line that says what it did. If a promise is broken, the
//! line before says which and where, and the exit code is 1.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum, value_parser};
use qnpool_stress::{Extent, crowd, drop_storm, faults, memory, pairs, retention, soak, threads};

/// Puts pools under stress, and fails if one does not keep what the library promises.
#[derive(Parser)]
#[command(name = "qnpool-stress")]
struct Options {
    #[arg(value_enum)]
    scenario: Scenario,

    /// How much of it
    #[arg(long, value_enum, default_value_t = Length::Short, conflicts_with = "seconds")]
    length: Length,

    /// How long, instead; each scenario ends with the round that is then under way
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..=31_536_000))]
    seconds: Option<u64>,

    /// Of what is chosen at random. Threads meet as they like, so the same seed gives the
    /// same programs and not the same run
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Length {
    /// Seconds
    Short,
    /// Minutes to an hour
    Long,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// A thousand threads at once that take, return, and move guards to each other
    Threads,
    /// A hundred thousand guards dropped at once by 64 threads
    DropStorm,
    /// Crowds of threads at any bound, which make few objects
    Crowd,
    /// A hundred threads, and never more idle than the bound, in objects and bytes
    Retention,
    /// A thousand million pairs of get and put in the long form, and every counter right
    Pairs,
    /// A service's traffic, and memory that stays where it is
    Soak,
    /// Panics wherever code of the user runs
    Faults,
    /// Crowds and a service's traffic in one process, and its memory by the minute; measures,
    /// and is not one of all
    Memory,
    /// All of the others, one after another
    All,
}

impl Scenario {
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn run(self, extent: Extent, seed: u64) -> String {
        match self {
            Self::Threads => threads::run(extent, seed),
            Self::DropStorm => drop_storm::run(extent, seed),
            Self::Crowd => crowd::run(extent, seed),
            Self::Retention => retention::run(extent),
            Self::Pairs => pairs::run(extent),
            Self::Soak => soak::run(extent, seed),
            Self::Faults => faults::run(extent, seed),
            Self::Memory => memory::run(extent, seed),
            Self::All => unreachable!("it is each of the others"),
        }
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    let extent = match (options.seconds, options.length) {
        (Some(seconds), _) => Extent::For(Duration::from_secs(seconds)),
        (None, Length::Short) => Extent::Short,
        (None, Length::Long) => Extent::Long,
    };
    let scenarios: Vec<_> = Scenario::value_variants()
        .iter()
        .copied()
        .filter(|scenario| match options.scenario {
            Scenario::All => !matches!(scenario, Scenario::All | Scenario::Memory),
            one => *scenario == one,
        })
        .collect();
    let mut broken = false;
    for scenario in scenarios {
        let name = scenario.name();
        let start = Instant::now();
        let outcome = catch_unwind(|| scenario.run(extent, options.seed));
        if let Ok(done) = outcome {
            println!("{name}: {done}; {:.1?}", start.elapsed());
        } else {
            eprintln!("{name}: broken, see above (seed {})", options.seed);
            broken = true;
        }
    }
    if broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
