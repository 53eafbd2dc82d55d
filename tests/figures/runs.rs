//! All files of figures, and what the runs of each say together.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use crate::data::{Data, Row};
use crate::numbers::{median, three_digits};

/// Each file by its name.
pub(crate) struct Runs(BTreeMap<String, Data>);

impl Runs {
    pub(crate) fn load() -> Self {
        let entries = fs::read_dir("../benches/figures").unwrap();
        let files = entries.map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_string();
            (name, Data::parse(&fs::read_to_string(&path).unwrap()))
        });
        Self(files.collect())
    }

    #[cfg(test)]
    pub(crate) fn of(name: &str, data: Data) -> Self {
        Self(BTreeMap::from([(name.to_string(), data)]))
    }

    pub(crate) fn file(&self, name: &str) -> &Data {
        let file = self.0.get(name);
        file.unwrap_or_else(|| panic!("no file of figures named {name}"))
    }

    pub(crate) fn summary(&self, file: &str, scenario: &str, contender: &str) -> Summary {
        let rows = &self.file(file).rows;
        let mut row = rows
            .iter()
            .filter(|row| row.scenario == scenario && row.contender == contender);
        let row = row.next();
        let summary = row.and_then(Summary::of);
        summary.unwrap_or_else(|| panic!("no figure {file}/{scenario}/{contender}"))
    }

    /// What the figures of a file are, in a sentence or two.
    pub(crate) fn origin(&self, name: &str) -> String {
        let Data { runs, rows } = self.file(name);
        let (first, last) = (&runs[0].date, &runs[runs.len() - 1].date);
        let dates = if first == last {
            format!("on {first}")
        } else {
            format!("from {first} to {last}")
        };
        let mut machines: Vec<&str> = runs.iter().map(|run| &*run.machine).collect();
        machines.sort_unstable();
        machines.dedup();
        let machines = machines.join("; ");
        // A run that was told to measure some of the scenarios leaves holes.
        let is_partial = rows.iter().any(|row| row.values.contains(&None));
        let up_to = if is_partial { "up to " } else { "" };
        match runs.len() {
            1 => format!("Each figure is from one run, {dates} ({machines})."),
            count => format!(
                "Each figure is the median of {up_to}{count} runs {dates}, with the lowest and the \
                 highest in parentheses ({machines})."
            ),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
}

impl Summary {
    /// `None` if no run has measured it.
    pub(crate) fn of(row: &Row) -> Option<Self> {
        let values: Vec<f64> = row.values.iter().copied().flatten().collect();
        Some(Self {
            lowest: values.iter().copied().min_by(f64::total_cmp)?,
            highest: values.iter().copied().max_by(f64::total_cmp)?,
            median: median(values),
        })
    }

    pub(crate) fn with_unit(self, unit: &str) -> String {
        self.show(three_digits, unit)
    }

    /// The median with its unit, and the lowest and the highest if they show as other numbers.
    pub(crate) fn show(self, number: impl Fn(f64) -> String, unit: &str) -> String {
        let [median, lowest, highest] = [self.median, self.lowest, self.highest].map(number);
        if lowest == highest {
            format!("{median}{unit}")
        } else {
            format!("{median}{unit} ({lowest}–{highest})")
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_unit(""))
    }
}
