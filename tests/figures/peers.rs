//! qnpool and its alternatives, scenario by scenario, the losses first.

use crate::data::{Data, Row};
use crate::numbers::three_digits;
use crate::runs::Summary;

/// Measured for comparison; not something that one could use instead of qnpool.
const NOT_ALTERNATIVES: [&str; 4] = ["limit", "tls-nodrop", "ring", "thread"];

/// A count in the same file.
pub(crate) const CREATED: &str = "churn, objects created";

/// What the pages for users call each scenario. `RESULTS.md` uses the names of the benchmark.
const TITLES: [(&str, &str); 15] = [
    ("one thread, tiny", "1 thread, small object"),
    ("one thread, packet", "1 thread, object with a buffer"),
    ("burst of 64", "64 objects held at once"),
    ("burst of 1,000", "1,000 objects held at once"),
    ("2 threads", "2 threads share a pool"),
    ("4 threads", "4 threads share a pool"),
    ("8 threads", "8 threads share a pool"),
    ("32 threads", "32 threads share a pool"),
    ("work, 1 thread", "1 thread, 1,500 bytes written and read"),
    ("work, 2 threads", "2 threads, 1,500 bytes written and read"),
    ("hand-off", "hand-off to another thread"),
    ("2 pools", "2 pools in turn"),
    ("8 pools", "8 pools in turn"),
    ("100 pools", "100 pools in turn"),
    ("churn", "a short-lived thread"),
];

pub(crate) struct Scenario<'data> {
    pub(crate) name: &'data str,
    rows: Vec<(&'data Row, Summary)>,
}

/// Those with the highest ratio to the fastest alternative come first.
pub(crate) fn scenarios(data: &Data) -> Vec<Scenario<'_>> {
    let mut scenarios: Vec<Scenario<'_>> = Vec::new();
    for row in data.rows.iter().filter(|row| row.scenario != CREATED) {
        let Some(summary) = Summary::of(row) else {
            continue;
        };
        match scenarios.iter_mut().find(|one| one.name == row.scenario) {
            Some(scenario) => scenario.rows.push((row, summary)),
            None => scenarios.push(Scenario {
                name: &row.scenario,
                rows: vec![(row, summary)],
            }),
        }
    }
    scenarios.sort_by(|one, other| other.ratio().total_cmp(&one.ratio()));
    scenarios
}

/// What the pages for users call an alternative.
pub(crate) fn alternative(contender: &str) -> &str {
    match contender {
        "array-queue" => "`ArrayQueue`",
        "box-mimalloc" => "no pool, mimalloc",
        "box-system" => "no pool, glibc",
        "lockfree-linear" => "lockfree-object-pool",
        "lockfree-mutex" => "lockfree-object-pool (mutex)",
        "lockfree-spinlock" => "lockfree-object-pool (spin lock)",
        "mutex-vec" => "`Mutex<Vec>`",
        other => other,
    }
}

impl<'data> Scenario<'data> {
    /// The name for users; that of the benchmark where there is none.
    pub(crate) fn title(&self) -> &'data str {
        let title = TITLES.iter().find(|(name, _)| *name == self.name);
        title.map_or(self.name, |(_, title)| title)
    }

    fn row(&self, contender: &str) -> Option<&(&'data Row, Summary)> {
        self.rows.iter().find(|(row, _)| row.contender == contender)
    }

    pub(crate) fn of(&self, contender: &str) -> Option<Summary> {
        self.row(contender).map(|(_, summary)| *summary)
    }

    pub(crate) fn ours(&self) -> Summary {
        let ours = self.of("qnpool");
        ours.unwrap_or_else(|| panic!("no figure of qnpool in {}", self.name))
    }

    pub(crate) fn contenders(&self) -> impl Iterator<Item = &'data str> {
        self.rows.iter().map(|(row, _)| &*row.contender)
    }

    /// The fastest first.
    pub(crate) fn alternatives(&self) -> Vec<(&'data str, Summary)> {
        let all = self
            .rows
            .iter()
            .map(|(row, summary)| (&*row.contender, *summary));
        let mut alternatives: Vec<_> = all
            .filter(|(name, _)| *name != "qnpool" && !NOT_ALTERNATIVES.contains(name))
            .collect();
        alternatives.sort_by(|one, other| one.1.median.total_cmp(&other.1.median));
        alternatives
    }

    pub(crate) fn fastest(&self) -> (&'data str, Summary) {
        let alternatives = self.alternatives();
        *alternatives
            .first()
            .unwrap_or_else(|| panic!("no alternative in {}", self.name))
    }

    /// The alternatives that are faster than qnpool, the fastest first.
    pub(crate) fn faster(&self) -> Vec<&'data str> {
        let ours = self.ours().median;
        let alternatives = self.alternatives().into_iter();
        let faster = alternatives.filter(|(_, summary)| summary.median < ours);
        faster.map(|(name, _)| name).collect()
    }

    /// qnpool's median to that of the fastest alternative.
    pub(crate) fn ratio(&self) -> f64 {
        self.ours().median / self.fastest().1.median
    }

    /// Whether qnpool is ahead, but its slowest run is above the fastest of an alternative.
    pub(crate) fn overlaps(&self) -> bool {
        let lowest = self
            .alternatives()
            .into_iter()
            .map(|(_, summary)| summary.lowest);
        let lowest = lowest.min_by(f64::total_cmp).expect("an alternative");
        self.ratio() <= 1.0 && self.ours().highest > lowest
    }

    /// In how many runs qnpool was slower than the alternative with the lowest median.
    pub(crate) fn slower_runs(&self) -> String {
        let values = |contender| self.row(contender).unwrap().0.values.iter();
        let pairs = values("qnpool").zip(values(self.fastest().0));
        let pairs: Vec<_> = pairs
            .filter_map(|(ours, theirs)| ours.zip(*theirs))
            .collect();
        let slower = pairs.iter().filter(|(ours, theirs)| ours > theirs).count();
        format!("{slower} of {}", pairs.len())
    }

    /// Bold where qnpool is slower.
    pub(crate) fn ratio_cell(&self) -> String {
        let ratio = three_digits(self.ratio());
        if self.faster().is_empty() {
            ratio
        } else {
            format!("**{ratio}**")
        }
    }
}

/// The number of losses, and the scenarios of which one run says this and another that.
pub(crate) fn verdict(scenarios: &[Scenario<'_>]) -> String {
    let lost = scenarios
        .iter()
        .filter(|one| !one.faster().is_empty())
        .count();
    let mut verdict = match lost {
        0 => "qnpool is the fastest in every scenario.".to_string(),
        _ => format!(
            "qnpool is slower than an alternative in {lost} of {} scenarios, listed first.",
            scenarios.len()
        ),
    };
    let overlapping: Vec<_> = scenarios.iter().filter(|one| one.overlaps()).collect();
    if !overlapping.is_empty() {
        let names: Vec<_> = overlapping.iter().map(|one| one.title()).collect();
        verdict += "\nIn these it is ahead, but its slowest run took longer than an \
                    alternative's fastest run: ";
        verdict += &names.join("; ");
        verdict.push('.');
    }
    verdict
}
