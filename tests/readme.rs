//! The README says what is so, and the documentation of the crate says the same.
//!
//! What it shows of other files is written by this test, and so is `qnpool/docs/crate.md`
//! from it:
//!
//! ```text
//! QNPOOL_BLESS=1 cargo test -p qnpool-tests --test readme
//! ```
//!
//! That is: the errors, from `ui/*/*.stderr`, after a `<!-- error … -->`; the figures between
//! `<!-- figures -->` and its end, and the chart, from the table in `benches/RESULTS.md`; and
//! the crate's documentation, from all that is between `<!-- crate docs -->` and its end.

use std::collections::BTreeSet;
use std::env;
use std::fs;

#[path = "readme/chart.rs"]
mod chart;
#[path = "readme/crate_docs.rs"]
mod crate_docs;
#[path = "readme/errors.rs"]
mod errors;
#[path = "readme/figures.rs"]
mod figures;
#[path = "manifests/mod.rs"]
mod manifests;

use figures::Figures;
use manifests::{PUBLISHED, metadata};

fn read(path: &str) -> String {
    fs::read_to_string(format!("../{path}")).unwrap()
}

/// With a blessing the file becomes what it should be.
fn hold(path: &str, expected: &str) {
    if env::var_os("QNPOOL_BLESS").is_some() {
        // At once, for the other tests read it meanwhile.
        let new = format!("../{path}.new");
        fs::write(&new, expected).unwrap();
        fs::rename(new, format!("../{path}")).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(read(path).as_str(), expected)
        .unified_diff()
        .to_string();
    assert!(
        difference.is_empty(),
        "{path} is not what it is written from; \
         QNPOOL_BLESS=1 cargo test -p qnpool-tests --test readme\n{difference}"
    );
}

/// What is between `<!-- name -->` and `<!-- /name -->`, each time, becomes `region` of it.
fn with_regions(text: &str, name: &str, mut region: impl FnMut(&str) -> String) -> String {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let mut parts = text.split(&start);
    let mut text = parts.next().unwrap().to_string();
    for part in parts {
        let (old, after) = part.split_once(&end).expect("has an end");
        text += &[&start, &region(old), &end, after].concat();
    }
    text
}

/// The README as the files say that it should be: the one test that writes it.
#[test]
fn the_readme_and_the_crate_docs_show_what_is_so() {
    let figures = Figures::of(&read("benches/RESULTS.md"));
    let readme = read("README.md");
    let readme = with_regions(&readme, "figures", |_| figures.table());
    let readme = errors::with_errors(&readme);
    assert!(
        readme.contains(&figures.table()),
        "has a place for the figures"
    );
    hold("README.md", &readme);
    hold("docs/get_and_drop.svg", &chart::draw(&figures));
    let mut shared = String::new();
    with_regions(&readme, "crate docs", |region| {
        shared += region;
        shared += "\n";
        region.to_string()
    });
    hold("qnpool/docs/crate.md", &crate_docs::write(&shared));
}

#[test]
fn the_fastest_of_each_scenario_is_shown() {
    Figures::of(&read("benches/RESULTS.md")).assert_the_fastest_are_shown();
}

/// On a page of GitHub about thirty lines are seen at first.
#[test]
fn working_code_is_on_the_first_screen() {
    let readme = read("README.md");
    let (before, rest) = readme.split_once("```rust\n").unwrap();
    let (code, _) = rest.split_once("```\n").unwrap();
    assert!(code.contains("fn main") && code.contains("assert!"));
    let lines = before.lines().count() + 1 + code.lines().count();
    assert!(lines <= 30, "{lines}");
}

#[test]
fn the_readme_names_every_feature_and_no_other() {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let facade = packages.iter().find(|one| one["name"] == PUBLISHED[0]);
    let features = facade.unwrap()["features"].as_object().unwrap();
    let texts = |list: &serde_json::Value| -> BTreeSet<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|one| one.as_str().unwrap().to_string()).collect()
    };
    let default = texts(&features["default"]);
    let mut named = features.keys().cloned().collect::<BTreeSet<_>>();
    assert!(named.remove("default"));

    let readme = read("README.md");
    let (_, section) = readme.split_once("\n## Features\n").unwrap();
    let table = section.lines().skip_while(|line| !line.starts_with('|'));
    let rows = table.skip(2).take_while(|line| line.starts_with('|'));
    let mut in_table = BTreeSet::new();
    let mut default_in_table = BTreeSet::new();
    for row in rows {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let of_row: BTreeSet<_> = cells[1]
            .split(", ")
            .map(|name| name.trim_matches('`').to_string())
            .collect();
        if cells[2] == "yes" {
            default_in_table.extend(of_row.iter().cloned());
        }
        in_table.extend(of_row);
    }
    assert_eq!(in_table, named);
    assert_eq!(default_in_table, default);
}

#[test]
fn the_readme_names_every_example_and_no_other() {
    let entries = fs::read_dir("../examples").unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let programs = paths.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let programs = programs.map(|path| path.file_stem().unwrap().to_str().unwrap().to_string());
    let readme = read("README.md");
    let (_, section) = readme.split_once("\n## Examples\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let named = section.lines().filter_map(|line| line.strip_prefix("- `"));
    let named = named.map(|line| line.split('`').next().unwrap().to_string());
    assert_eq!(
        named.collect::<BTreeSet<_>>(),
        programs.collect::<BTreeSet<_>>()
    );
}

/// Files that it links to, and headings.
#[test]
fn links_lead_somewhere() {
    let readme = read("README.md");
    let anchors: Vec<_> = readme.lines().filter_map(crate_docs::anchor).collect();
    let targets = crate_docs::links(&readme);
    assert!(targets.len() > 10);
    for target in targets {
        match target.strip_prefix('#') {
            Some(anchor) => assert!(anchors.iter().any(|one| one == anchor), "{target}"),
            None => assert!(fs::exists(format!("../{target}")).unwrap(), "{target}"),
        }
    }
}
