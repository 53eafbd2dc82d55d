//! The README and the pages of the guide: what they show of other files, and where they link to.
//!
//! Compile errors are written by this test, from `ui/*/*.stderr`, after each `<!-- error … -->`. So
//! are the example and the table of features on the front page of the documentation
//! (`qnpool/docs/crate.md`), from the README:
//!
//! ```text
//! QNPOOL_BLESS=1 cargo test -p qnpool-tests --test figures --test peers --test readme
//! ```
//!
//! `figures.rs` writes the figures, and `peers.rs` the table of other pools.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "readme/errors.rs"]
mod errors;
#[path = "readme/links.rs"]
mod links;
#[path = "manifests/mod.rs"]
mod manifests;
#[path = "written/mod.rs"]
mod written;

use manifests::{PUBLISHED, metadata};
use written::{hold, read};

const FRONT_PAGE: &str = "qnpool/docs/crate.md";

/// The pages of the guide and the front page of the documentation.
fn guide() -> Vec<String> {
    let entries = fs::read_dir("../qnpool/docs").unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<_> = names.map(|name| format!("qnpool/docs/{name}")).collect();
    pages.sort();
    pages
}

/// Splits a page before and after its first program.
fn at_program(page: &str) -> [&str; 3] {
    const START: &str = "```rust\n";
    let start = page.find(START).expect("a program");
    let length = page[start + START.len()..].find("```\n").expect("its end");
    let end = start + START.len() + length + "```\n".len();
    [&page[..start], &page[start..end], &page[end..]]
}

/// Splits a page before and after the table below its heading `Features`.
fn at_features(page: &str) -> [&str; 3] {
    let heading = page.find("# Features\n").expect("a heading");
    let start = heading + page[heading..].find("\n|").expect("a table") + 1;
    let length = page[start..].find("\n\n").expect("the end of the table") + 1;
    let end = start + length;
    [&page[..start], &page[start..end], &page[end..]]
}

/// The one test that writes.
#[test]
fn pages_show_what_other_files_have() {
    let mut shown = 0;
    for page in guide().into_iter().chain(["README.md".into()]) {
        let text = read(&page);
        shown += text.matches("<!-- error ").count();
        let mut text = errors::with_errors(&text);
        if page == FRONT_PAGE {
            let readme = read("README.md");
            let [before, _, after] = at_program(&text);
            text = [before, at_program(&readme)[1], after].concat();
            let [before, _, after] = at_features(&text);
            text = [before, at_features(&readme)[1], after].concat();
        }
        hold(&page, &text);
    }
    assert!(shown >= 5, "{shown}");
}

#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 120, "{lines}");
}

/// On a page of GitHub about thirty lines are seen at first.
#[test]
fn working_code_is_on_the_first_screen() {
    let readme = read("README.md");
    let [before, code, _] = at_program(&readme);
    assert!(code.contains("fn main") && code.contains("assert!"));
    assert!(before.contains("\ncargo add qnpool\n"));
    let lines = before.lines().count() + code.lines().count();
    assert!(lines <= 32, "{lines}");
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
    let rows = at_features(&readme)[1].lines().skip(2);
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
fn every_example_is_listed() {
    let entries = fs::read_dir("../examples").unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let programs = paths.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let programs = programs.map(|path| path.file_stem().unwrap().to_str().unwrap().to_string());
    let index = read("docs/README.md");
    let (_, section) = index.split_once("\n## Examples\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let named = section.lines().filter_map(|line| line.strip_prefix("- `"));
    let named = named.map(|line| line.split('`').next().unwrap().to_string());
    assert_eq!(
        named.collect::<BTreeSet<_>>(),
        programs.collect::<BTreeSet<_>>()
    );
}

/// Files and headings of the repository.
#[test]
fn inline_links_lead_somewhere() {
    let others = ["README.md", "docs/README.md", "CHANGELOG.md", "SECURITY.md"];
    let others = others.map(String::from);
    let mut count = 0;
    for page in guide().into_iter().chain(others) {
        let text = read(&page);
        let folder = Path::new("..").join(&page);
        let folder = folder.parent().unwrap();
        for target in links::inline(&text) {
            count += 1;
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = folder.join(file);
            let text = if target.starts_with('#') {
                text.clone()
            } else {
                assert!(file.exists(), "{page}: {target}");
                fs::read_to_string(&file).unwrap_or_default()
            };
            let mut anchors = links::prose(&text).filter_map(links::anchor);
            assert!(
                heading.is_empty() || anchors.any(|one| one == heading),
                "{page}: {target}"
            );
        }
    }
    assert!(count > 30, "{count}");
}

/// A reference leads to a file in the repository, and to the module of that file in the
/// documentation.
#[test]
fn references_lead_to_the_same_page_in_both_places() {
    let modules = read("qnpool/src/docs/links.md");
    let modules = links::definitions(&modules);
    let docs = read("qnpool/src/docs.rs");
    let front_page = read(FRONT_PAGE);
    for page in guide() {
        let text = read(&page);
        let definitions = links::definitions(&text);
        for (name, target) in &definitions {
            assert!(links::refers_to(&text, name), "{page}: unused [{name}]");
            let module = modules.get(name);
            let module = module.unwrap_or_else(|| panic!("{page}: no module for [{name}]"));
            let module = module.strip_prefix("crate::docs::").unwrap();
            let declared =
                format!("#[doc = include_str!(\"../docs/{target}\")]\npub mod {module} {{}}\n");
            assert!(docs.contains(&declared), "{page}: [{name}] is {target}");
        }
        for name in modules.keys().filter(|name| links::refers_to(&text, name)) {
            assert!(
                definitions.contains_key(name),
                "{page}: [{name}] is undefined"
            );
        }
        let file = page.rsplit('/').next().unwrap();
        assert!(
            page == FRONT_PAGE || docs.contains(&format!("\"../docs/{file}\"")),
            "{page} is in no module"
        );
    }
    for name in modules.keys() {
        assert!(links::refers_to(&front_page, name), "no link to {name}");
    }
}
