//! Rows, rounds, and what Criterion estimated for each.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{Bencher, BenchmarkGroup, Criterion, SamplingMode, Throughput};

use crate::contenders::{Contender, Kind};

/// One scenario.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// How many pairs one of Criterion's iterations is.
    pub(crate) pairs: u32,
    /// The cost of the scenario without objects is measured, and subtracted.
    pub(crate) less_floor: bool,
    pub(crate) seconds: f64,
    pub(crate) samples: usize,
    pub(crate) rounds: usize,
}

impl Row {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            pairs: 1,
            less_floor: false,
            seconds: 0.3,
            samples: 15,
            rounds: 3,
        }
    }
}

/// What was estimated for one contender in one row: nanoseconds for a pair, by round.
pub(crate) struct Cell {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) rounds: Vec<f64>,
}

pub(crate) struct Measured {
    pub(crate) row: Row,
    pub(crate) cells: Vec<Cell>,
}

pub(crate) struct Runner {
    /// Once, where only a look is asked for.
    once: bool,
    directory: PathBuf,
    rows: Vec<Measured>,
}

impl Runner {
    pub(crate) fn new() -> Self {
        let full = env::args().any(|argument| argument == "--bench")
            && !env::args().any(|argument| argument == "--quick");
        // The program is in `target/release/deps`.
        let program = env::current_exe().expect("a program has a path");
        let target = program.ancestors().nth(3).unwrap_or(Path::new("target"));
        Self {
            once: !full,
            directory: target.join("criterion"),
            rows: Vec::new(),
        }
    }

    pub(crate) fn rows(&self) -> &[Measured] {
        &self.rows
    }

    /// `contenders` has each contender measured by the group it is given.
    pub(crate) fn row(&mut self, row: Row, mut contenders: impl FnMut(&mut Group<'_>)) {
        let mut cells = Vec::new();
        let rounds = if self.once { 1 } else { row.rounds };
        for round in 0..rounds {
            let baseline = format!("round-{round}");
            // A `Criterion` for each round, or it would take the second for a repetition.
            let mut criterion = Criterion::default()
                .without_plots()
                .warm_up_time(Duration::from_secs_f64(row.seconds / 3.0))
                .measurement_time(Duration::from_secs_f64(row.seconds))
                .sample_size(row.samples)
                .nresamples(2000)
                .configure_from_args()
                .save_baseline(baseline.clone())
                .output_directory(&self.directory);
            let mut group = criterion.benchmark_group(row.name);
            group
                .sampling_mode(SamplingMode::Flat)
                .throughput(Throughput::Elements(row.pairs.into()));
            contenders(&mut Group {
                row,
                benches: group,
                baseline,
                directory: self.directory.join(row.name),
                cells: &mut cells,
            });
        }
        if !cells.is_empty() {
            self.rows.push(Measured { row, cells });
        }
    }
}

/// One round of one row.
pub(crate) struct Group<'criterion> {
    row: Row,
    benches: BenchmarkGroup<'criterion, WallTime>,
    baseline: String,
    directory: PathBuf,
    cells: &'criterion mut Vec<Cell>,
}

impl Group<'_> {
    pub(crate) fn bench<C: Contender>(&mut self, routine: impl FnMut(&mut Bencher<'_, WallTime>)) {
        self.bench_as(C::NAME, C::KIND, routine);
    }

    pub(crate) fn bench_as(
        &mut self,
        name: &'static str,
        kind: Kind,
        mut routine: impl FnMut(&mut Bencher<'_, WallTime>),
    ) {
        let directory = self.directory.join(name).join(&self.baseline);
        let mut ran = false;
        self.benches.bench_function(name, |bencher| {
            if !ran {
                // What an earlier run has left is neither to be shown nor compared with.
                let _ = fs::remove_dir_all(&directory);
                ran = true;
            }
            routine(bencher);
        });
        // Nothing is written for what was filtered out, listed or only tested.
        if ran && let Some(nanoseconds) = median(&directory.join("estimates.json")) {
            let nanoseconds = nanoseconds / f64::from(self.row.pairs);
            match self.cells.iter_mut().find(|cell| cell.name == name) {
                Some(cell) => cell.rounds.push(nanoseconds),
                None => self.cells.push(Cell {
                    name,
                    kind,
                    rounds: vec![nanoseconds],
                }),
            }
        }
    }
}

fn median(estimates: &Path) -> Option<f64> {
    let estimates = fs::read(estimates).ok()?;
    let estimates: serde_json::Value = serde_json::from_slice(&estimates).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
