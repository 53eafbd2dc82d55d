//! The README says what is so, and the documentation of the crate says the same.
//!
//! What it shows of other files is written by this test, and so is `qnpool/docs/crate.md`
//! from it:
//!
//! ```text
//! QNPOOL_BLESS=1 cargo test -p qnpool-tests --test figures --test readme
//! ```
//!
//! That is: the errors, from `ui/*/*.stderr`, after a `<!-- error … -->`; and the crate's
//! documentation, from all that is between `<!-- crate docs -->` and its end. `figures.rs`
//! writes the figures.

use std::collections::BTreeSet;
use std::fs;

#[path = "readme/crate_docs.rs"]
mod crate_docs;
#[path = "readme/errors.rs"]
mod errors;
#[path = "manifests/mod.rs"]
mod manifests;
#[path = "written/mod.rs"]
mod written;

use manifests::{PUBLISHED, metadata};
use written::{hold, read};

/// What is between `<!-- crate docs -->` and `<!-- /crate docs -->`, each time.
fn shared_with_crate_docs(readme: &str) -> String {
    let regions = readme.split("<!-- crate docs -->\n").skip(1);
    let regions = regions.map(|region| region.split_once("<!-- /crate docs -->\n"));
    regions
        .flat_map(|region| [region.expect("a region has an end").0, "\n"])
        .collect()
}

/// The README as the files say that it should be: the one test that writes it.
#[test]
fn the_readme_and_the_crate_docs_show_what_is_so() {
    let readme = errors::with_errors(&read("README.md"));
    hold("README.md", &readme);
    let crate_docs = crate_docs::write(&shared_with_crate_docs(&readme));
    hold("qnpool/docs/crate.md", &crate_docs);
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
