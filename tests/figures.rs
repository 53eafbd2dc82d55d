//! Every figure on a page is one that runs have measured, as `benches/figures` keeps them.
//!
//! This test writes the tables and figures of the pages, and the chart:
//!
//! ```text
//! QNPOOL_BLESS=1 cargo test -p qnpool-tests --test figures --test peers --test readme
//! ```
//!
//! `figures/pages.rs` says how a page asks for a table or for a figure.

use std::fs;

#[path = "figures/chart.rs"]
mod chart;
#[path = "../benches/measuring/data.rs"]
mod data;
#[path = "../benches/measuring/numbers.rs"]
mod numbers;
#[path = "figures/pages.rs"]
mod pages;
#[path = "figures/peers.rs"]
mod peers;
#[path = "figures/runs.rs"]
mod runs;
#[path = "figures/tables.rs"]
mod tables;
#[path = "figures/unsourced.rs"]
mod unsourced;
#[path = "written/mod.rs"]
mod written;

use data::{Data, Run};
use pages::fill;
use runs::Runs;
use unsourced::unsourced;
use written::{hold, read};

/// The pages for users, besides those in `qnpool/docs`.
const PAGES: [&str; 7] = [
    "README.md",
    "docs/README.md",
    "qnpool/src/poolable/derive.md",
    "qnpool-derive/README.md",
    "CHANGELOG.md",
    "RELEASING.md",
    "SECURITY.md",
];

/// Files whose figures are written, and that have other figures as well.
const OTHERS: [&str; 2] = ["benches/RESULTS.md", "qnpool/src/pool/leak_detection.rs"];

/// Figures that no run has measured, and where they come from.
const SETTINGS: [(&str, &str); 28] = [
    ("64 MiB", "the default limit of a pool's idle objects"),
    ("60 s", "the default of `idle_timeout`"),
    ("64 KiB", "the size of a buffer that `worth_it` uses"),
    (
        "1 KiB",
        "the size up to which a fresh buffer takes less than a freeze, rounded",
    ),
    ("1.05", "the factor within which `bench` sees no difference"),
    (
        "99.9 %",
        "the share of uses that `suggested_max_capacity` covers",
    ),
    ("1 %", "the aim that the tests of crowds hold"),
    (
        "20 ms",
        "how long the kernel takes to register for `membarrier`",
    ),
    (
        "128 MiB",
        "the most memory that the census asks for beforehand",
    ),
    ("50 ns", "an example for a calculation, with the next"),
    ("50 µs", "an example for a calculation, with the previous"),
    ("2.47 ns", "measured by fastrace"),
    ("6.5 ns", "measured by fastrace"),
    ("6 %", "measured by rten"),
    ("95 %", "the confidence of `bench`'s intervals"),
    ("1.85", "a version of Rust"),
    ("1.87", "a version of Rust"),
    ("1.95", "a version of Rust"),
    ("2.0", "a version of a licence"),
    ("1.0", "a version of qnpool"),
    ("1.10.1", "a version of bytes"),
    (
        "64 times",
        "how often per generation a thread checks the clock",
    ),
    ("4,096 bytes", "the limit of an example"),
    ("1,500 bytes", "the contents of a packet in the benchmarks"),
    ("24 bytes", "the size of the benchmarks' small object"),
    (
        "120 bytes",
        "the sizes of a `Pool` and of the benchmarks' packet",
    ),
    ("400 bytes", "the size of the smallest cache"),
    (
        "600 bytes",
        "the most that `memory::a_pool_that_is_used_once_is_small` allows",
    ),
];

/// All pages for users.
fn pages() -> Vec<String> {
    let entries = fs::read_dir("../qnpool/docs").unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let guide = names.map(|name| format!("qnpool/docs/{name}"));
    guide.chain(PAGES.map(String::from)).collect()
}

/// The one test that writes.
#[test]
fn pages_have_the_figures_that_were_measured() {
    let runs = Runs::load();
    for page in pages().into_iter().chain(OTHERS.map(String::from)) {
        hold(&page, &fill(&read(&page), &runs));
    }
    hold("docs/get_and_drop.svg", &chart::draw(&runs));
}

#[test]
fn pages_have_no_other_figures() {
    let mut used = [false; SETTINGS.len()];
    let mut wrong = Vec::new();
    for page in pages() {
        for figure in unsourced(&read(&page)) {
            match SETTINGS.iter().position(|(setting, _)| *setting == figure) {
                Some(place) => used[place] = true,
                None => wrong.push(format!("{page}: {figure}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "write `<!-- figure … -->` around what was measured, or add a setting to this test with \
         its reason: {wrong:#?}"
    );
    let unused: Vec<_> = SETTINGS
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .collect();
    assert!(unused.is_empty(), "no page says {unused:?}");
}

#[test]
fn pages_show_every_scenario() {
    for (page, table) in [
        ("README.md", "peers/summary"),
        ("qnpool/docs/comparison.md", "peers/comparison"),
        ("benches/RESULTS.md", "peers/scenarios"),
        ("benches/RESULTS.md", "peers/contenders"),
        ("benches/RESULTS.md", "peers/pools"),
        ("benches/RESULTS.md", "peers/churn"),
    ] {
        let mark = format!("<!-- table {table} -->\n");
        assert!(read(page).contains(&mark), "{page} has no {table}");
    }
}

#[test]
fn a_figure_without_a_run_is_found_in_each_form() {
    for (text, figures) in [
        ("takes 3.54 ns here", vec!["3.54 ns"]),
        ("takes 3.54\u{a0}ns.", vec!["3.54 ns"]),
        ("takes 20 to 36\nns", vec!["36 ns"]),
        ("takes 20–36 ns, or (12 µs)", vec!["36 ns", "12 µs"]),
        ("2.95 ns against 4.31 of another", vec!["2.95 ns", "4.31"]),
        ("| qnpool | 2.17 |", vec!["2.17"]),
        (
            "1.11 × as long, ×1.2, ×3 and 5%",
            vec!["1.11 ×", "1.2 ×", "3 ×", "5 %"],
        ),
        ("keeps **400 MiB**; 4MiB/s", vec!["400 MiB", "4 MiB"]),
        ("1,000 objects on 2 threads since 2026", vec![]),
        ("`12 ns` and\n```text\n5 µs\n```\n[a](b-1.2)", vec![]),
        ("| pool 0.6 |\n|---|\n| 0.7 |", vec!["0.7"]),
        (
            "is <!-- figure a/b/c -->3.54 ns<!-- /figure --> here, not 4 ns",
            vec!["4 ns"],
        ),
        ("<!-- table a -->\n| 3.54 ns |\n<!-- /table -->\n", vec![]),
    ] {
        assert_eq!(unsourced(text), figures, "{text}");
    }
}

fn run(date: &str) -> Run {
    Run {
        date: date.into(),
        machine: "2 cores".into(),
    }
}

fn figure(scenario: &str, contender: &str, value: f64) -> (String, String, f64) {
    (scenario.into(), contender.into(), value)
}

/// Three runs; the last one measured no `slab`.
fn three_runs() -> Data {
    let mut data = Data::default();
    for (date, times) in [
        (
            "2026-01-01",
            vec![("qnpool", 3.0), ("slab", 4.0), ("vec", 9.5)],
        ),
        (
            "2026-01-02",
            vec![("qnpool", 5.0), ("slab", 4.5), ("vec", 8.0)],
        ),
        ("2026-01-02", vec![("qnpool", 20.123_456), ("vec", 9.0)]),
    ] {
        let times = times.into_iter();
        let figures = times.map(|(contender, time)| figure("hand-off", contender, time));
        data.add(run(date), &figures.collect::<Vec<_>>());
    }
    data
}

#[test]
fn each_run_adds_a_column() {
    let text = "run\t2026-01-01\t2 cores\nrun\t2026-01-02\t2 cores\nrun\t2026-01-02\t2 cores\n\
                hand-off\tqnpool\t3\t5\t20.1235\n\
                hand-off\tslab\t4\t4.5\t-\n\
                hand-off\tvec\t9.5\t8\t9\n";
    assert_eq!(three_runs().render(), text);
    let mut data = Data::parse(text);
    assert_eq!(data.render(), text);
    data.add(run("2026-01-03"), &[figure("hand-off", "new", 7.0)]);
    let text = data.render();
    assert!(text.ends_with("\nhand-off\tvec\t9.5\t8\t9\t-\nhand-off\tnew\t-\t-\t-\t7\n"));
}

#[test]
fn a_figure_is_the_median_with_the_lowest_and_the_highest_run() {
    let runs = Runs::of("peers", three_runs());
    let page = "It takes <!-- figure peers/hand-off/qnpool -->?<!-- /figure -->,\n\
                ours <!-- figure peers/hand-off/qnpool/slab -->?<!-- /figure --> of theirs.\n";
    let filled = "It takes <!-- figure peers/hand-off/qnpool -->5.00 ns (3.00–20.1)<!-- /figure -->,\n\
                  ours <!-- figure peers/hand-off/qnpool/slab -->1.18 ×<!-- /figure --> of theirs.\n";
    assert_eq!(fill(page, &runs), filled);
    assert_eq!(fill(filled, &runs), filled);
}

#[test]
#[should_panic(expected = "no figure peers/hand-off/opool")]
fn a_figure_that_no_run_measured_is_an_error() {
    let page = "It takes <!-- figure peers/hand-off/opool -->26 ns<!-- /figure -->.\n";
    fill(page, &Runs::of("peers", three_runs()));
}

#[test]
#[should_panic(expected = "begins its line")]
fn a_figure_does_not_begin_a_line() {
    let page = "It takes\n- <!-- figure peers/hand-off/vec -->9.00 ns<!-- /figure -->.\n";
    fill(page, &Runs::of("peers", three_runs()));
}

#[test]
fn losses_come_first_and_name_every_faster_alternative() {
    let mut data = Data::default();
    let figures = [
        figure("alone", "qnpool", 2.0),
        figure("alone", "limit", 1.0),
        figure("alone", "slab", 3.0),
        figure("burst", "qnpool", 8.0),
        figure("burst", "limit", 1.0),
        figure("burst", "slab", 7.0),
        figure("burst", "vec", 4.0),
    ];
    data.add(run("2026-01-01"), &figures);
    data.add(run("2026-01-01"), &[figure("alone", "qnpool", 3.6)]);
    let runs = Runs::of("peers", data);
    let summary = tables::table(&runs, "peers/comparison");
    let lines: Vec<_> = summary.lines().collect();
    assert_eq!(
        lines[2],
        "| burst | 8.00 | vec: 4.00 | **2.00** | vec; slab |"
    );
    assert_eq!(
        lines[3],
        "| alone | 2.80 (2.00–3.60) | slab: 3.00 | 0.93 | – |"
    );
    assert_eq!(
        lines[5..],
        [
            "qnpool is slower than an alternative in 1 of 2 scenarios, listed first.",
            "In these it is ahead, but its slowest run took longer than an alternative's fastest \
             run: alone.",
            "Each figure is the median of up to 2 runs on 2026-01-01, with the lowest and the \
             highest in parentheses (2 cores).",
        ]
    );
    let summary = tables::table(&runs, "peers/summary");
    let lines: Vec<_> = summary.lines().collect();
    assert_eq!(lines[2], "| burst | 8.00 | vec: 4.00 | **2.00** | 2 of 2 |");
}
