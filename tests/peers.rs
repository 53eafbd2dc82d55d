//! The table of pools in `qnpool/docs/comparison.md` says what these programs find.
//!
//! A cell cannot be changed without its row in `peers/rows.rs`, nor a row without a program. Where a
//! pool lacks something, its source is searched, that of the version in `Cargo.lock`. With
//! `QNPOOL_BLESS=1` the test writes the table.

#[path = "at_exit/mod.rs"]
mod at_exit;
#[path = "manifests/mod.rs"]
#[allow(dead_code, reason = "a module of several test crates")]
mod manifests;
#[path = "peers/pools.rs"]
mod pools;
#[path = "peers/programs.rs"]
mod programs;
#[path = "peers/rows.rs"]
mod rows;
#[path = "peers/sources.rs"]
mod sources;
#[path = "written/mod.rs"]
mod written;

use rows::{ROWS, Row};
use sources::sources;
use written::{hold, read};

const PAGE: &str = "qnpool/docs/comparison.md";
const START: &str = "<!-- pools -->\n";
const END: &str = "<!-- /pools -->";

#[test]
fn every_row_is_what_a_program_finds() {
    let wrong: Vec<_> = ROWS.iter().flat_map(Row::wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_comparison_has_the_rows_of_this_test_for_these_versions() {
    let head = sources().each_ref().map(|source| {
        let minor = source.version.rsplit_once('.').unwrap().0;
        match source.name {
            "qnpool" => source.name.to_string(),
            name => format!("{name} {minor}"),
        }
    });
    let mut table = vec![
        format!("| | {} |", head.join(" | ")),
        format!("|{}", "---|".repeat(8)),
    ];
    table.extend(ROWS.iter().map(Row::line));
    let page = read(PAGE);
    let (before, rest) = page.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    hold(
        PAGE,
        &[before, START, &table.join("\n"), "\n", END, after].concat(),
    );
}
