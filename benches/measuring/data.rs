//! The files of `benches/figures`: what each run measured.
//!
//! ```text
//! run     2026-11-30  2 cores, x86_64, linux, rustc 1.95.0
//! run     2026-12-01  2 cores, x86_64, linux, rustc 1.95.0
//! burst   qnpool      5.69  5.72
//! burst   mutex-vec   10.2  -
//! ```
//!
//! Tabs separate the columns. The lines of the runs come first, the oldest run on top. Every
//! other line has a scenario, a contender and one value for each run, in the same order; `-`
//! stands for a value that the run did not measure.

use std::fmt::Write;

const NOT_MEASURED: &str = "-";

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Data {
    pub(crate) runs: Vec<Run>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) date: String,
    pub(crate) machine: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) scenario: String,
    pub(crate) contender: String,
    pub(crate) values: Vec<Option<f64>>,
}

impl Data {
    pub(crate) fn parse(text: &str) -> Self {
        let mut data = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["run", day, machine] => data.runs.push(Run {
                    date: day.to_owned(),
                    machine: machine.to_owned(),
                }),
                [scenario, contender, ref values @ ..] => {
                    assert_eq!(values.len(), data.runs.len(), "one value a run: {line}");
                    let values = values.iter().map(|value| match *value {
                        NOT_MEASURED => None,
                        value => Some(value.parse().expect("a number")),
                    });
                    data.rows.push(Row {
                        scenario: scenario.to_owned(),
                        contender: contender.to_owned(),
                        values: values.collect(),
                    });
                }
                _ => panic!("neither a run nor a row: {line}"),
            }
        }
        data
    }

    /// Adds a column with the figures of `run`, each with its scenario and contender, and a
    /// row for each contender that no run before has measured.
    pub(crate) fn add(&mut self, run: Run, figures: &[(String, String, f64)]) {
        let runs_before = self.runs.len();
        self.runs.push(run);
        for row in &mut self.rows {
            row.values.push(None);
        }
        for (scenario, contender, value) in figures {
            let is_same = |row: &Row| row.scenario == *scenario && row.contender == *contender;
            let place = self.rows.iter().position(is_same).unwrap_or_else(|| {
                let mut values = vec![None; runs_before];
                values.push(None);
                self.rows.push(Row {
                    scenario: scenario.clone(),
                    contender: contender.clone(),
                    values,
                });
                self.rows.len() - 1
            });
            self.rows[place].values[runs_before] = Some(*value);
        }
    }

    /// The inverse of `parse`, with at most four digits after the point.
    pub(crate) fn render(&self) -> String {
        let mut text = String::new();
        for Run { date, machine } in &self.runs {
            writeln!(text, "run\t{date}\t{machine}").expect("a string takes it");
        }
        for row in &self.rows {
            write!(text, "{}\t{}", row.scenario, row.contender).expect("a string takes it");
            for value in &row.values {
                text.push('\t');
                match value {
                    Some(value) => text += &((value * 1e4).round() / 1e4).to_string(),
                    None => text += NOT_MEASURED,
                }
            }
            text.push('\n');
        }
        text
    }
}
