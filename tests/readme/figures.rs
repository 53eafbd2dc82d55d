//! Figures of the README, from the table of all contenders in `benches/RESULTS.md`.

use std::fmt::Write;

/// Whose figures are shown. The limit is none: it is what no pool can do.
const CONTENDERS: [&str; 11] = [
    "qnpool",
    "thread_local",
    "regex-automata",
    "object-pool",
    "opool",
    "lockfree-linear",
    "sharded-slab",
    "array-queue",
    "mutex-vec",
    "box-system",
    "box-mimalloc",
];

/// What can be used in place of a pool, but is not shown.
const NOT_SHOWN: [&str; 2] = ["lockfree-spinlock", "lockfree-mutex"];

/// As the table has them, and what they are.
pub(crate) const SCENARIOS: [(&str, &str); 6] = [
    ("one thread, tiny", "one thread, one object at a time"),
    ("8 threads", "8 threads, one pool"),
    ("hand-off", "got on one thread, dropped on another"),
    ("work, 2 threads", "2 threads, 1,500 bytes written and read"),
    ("burst of 64", "64 packets held at once"),
    ("100 pools", "100 pools in turn"),
];

pub(crate) struct Figures {
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

impl Figures {
    pub(crate) fn of(results: &str) -> Self {
        let mut table = results.lines();
        let cells = |line: &str| -> Vec<String> {
            let inner = line.trim().trim_matches('|').split('|');
            inner.map(|cell| cell.trim().to_string()).collect()
        };
        let head = table.by_ref().find(|line| line.starts_with("|  | "));
        let mut columns = cells(head.expect("the table of all contenders"));
        columns.remove(0);
        let rows = table.skip(1).take_while(|line| line.starts_with('|'));
        let rows = rows.map(|line| {
            let mut cells = cells(line);
            let name = cells.remove(0);
            // Nanoseconds, then the ratios.
            let times = cells.iter().map(|cell| cell.split(" / ").next().unwrap());
            (name, times.map(String::from).collect())
        });
        Self {
            columns,
            rows: rows.collect(),
        }
    }

    fn time(&self, contender: &str, scenario: &str) -> &str {
        let column = self.columns.iter().position(|one| one == scenario);
        let row = self.rows.iter().find(|(name, _)| name == contender);
        let (_, times) = row.unwrap_or_else(|| panic!("no {contender}"));
        &times[column.unwrap_or_else(|| panic!("no {scenario}"))]
    }

    /// Fastest first.
    pub(crate) fn of_scenario(&self, scenario: &str) -> Vec<(&'static str, &str, f64)> {
        self.sorted(scenario, &CONTENDERS)
    }

    fn sorted(&self, scenario: &str, of: &[&'static str]) -> Vec<(&'static str, &str, f64)> {
        let times = of.iter().map(|name| {
            let time = self.time(name, scenario);
            (*name, time, time.parse::<f64>().unwrap())
        });
        let mut times: Vec<_> = times.collect();
        times.sort_by(|one, other| one.2.total_cmp(&other.2));
        times
    }

    pub(crate) fn assert_the_fastest_are_shown(&self) {
        let all = [&CONTENDERS[..], &NOT_SHOWN].concat();
        for (scenario, _) in SCENARIOS {
            let (fastest, ..) = self.sorted(scenario, &all)[0];
            assert!(CONTENDERS.contains(&fastest), "{scenario}: {fastest}");
        }
    }

    pub(crate) fn table(&self) -> String {
        let names = SCENARIOS.map(|(name, _)| name).join(" | ");
        let mut table = format!("| nanoseconds | {names} |\n|{}\n", "---|".repeat(7));
        for contender in CONTENDERS {
            write!(table, "| {contender} |").unwrap();
            for (scenario, _) in SCENARIOS {
                let time = self.time(contender, scenario);
                let (_, least, _) = self.of_scenario(scenario)[0];
                let mark = if time == least { "**" } else { "" };
                write!(table, " {mark}{time}{mark} |").unwrap();
            }
            table += "\n";
        }
        table + "\n" + &self.verdict() + "\n"
    }

    fn verdict(&self) -> String {
        let fastest = SCENARIOS.map(|(name, _)| (name, self.of_scenario(name)[0].0));
        let lost = fastest.iter().filter(|(_, fastest)| *fastest != "qnpool");
        let lost = lost.map(|(scenario, fastest)| format!("{scenario} ({fastest})"));
        let lost: Vec<_> = lost.collect();
        let mut verdict = "The best of each column is bold.".to_string();
        if !lost.is_empty() {
            write!(verdict, " It is not qnpool here: {}.", lost.join("; ")).unwrap();
        }
        verdict
    }
}
