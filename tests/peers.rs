//! The table of the README that sets qnpool beside other pools says what these programs find.
//!
//! A cell cannot be changed without its row in `peers/rows.rs`, nor a row without a program.
//! Where a pool lacks something, its source is asked: that of the version in `Cargo.lock`.

use std::fs;

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

use rows::{ROWS, Row};
use sources::sources;

#[test]
fn every_row_is_what_a_program_finds() {
    let wrong: Vec<_> = ROWS.iter().flat_map(Row::wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_readme_has_the_rows_of_this_test_for_these_versions() {
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
    let readme = fs::read_to_string("../README.md").unwrap();
    let shown = readme.lines().skip_while(|line| *line != table[0]);
    let shown: Vec<_> = shown.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(
        shown,
        table,
        "the README must have:\n\n{}",
        table.join("\n")
    );
}
