//! `qnpool/docs/reliability.md` names tests, models and stress scenarios. Each name must be one that
//! `cargo test --workspace` runs.

use std::collections::BTreeMap;
use std::fs;

#[path = "manifests/mod.rs"]
#[allow(dead_code, reason = "a module of several test crates")]
mod manifests;
#[path = "reliability/run.rs"]
mod run;

use run::Tests;

const PAGE: &str = "../qnpool/docs/reliability.md";

/// The tests of each test target of the workspace, by the name of the target.
fn targets() -> BTreeMap<String, Tests> {
    let metadata = manifests::metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let targets = packages
        .iter()
        .flat_map(|one| one["targets"].as_array().unwrap());
    let is_run = |target: &&serde_json::Value| {
        let kinds = target["kind"].as_array().unwrap();
        kinds.iter().any(|kind| kind == "test")
            && target["test"] == true
            && target["required-features"].is_null()
    };
    let tests = targets.filter(is_run).map(|target| {
        let text = |key: &str| target[key].as_str().unwrap();
        (text("name").to_owned(), run::tests(text("src_path")))
    });
    tests.collect()
}

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// A test target and a function of it, if the text has this form.
fn target_and_function(text: &str) -> Option<(&str, &str)> {
    let (target, function) = text.split_once("::")?;
    let is_name = |text: &str| {
        let mut bytes = text.bytes();
        bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    (is_name(target) && is_name(function)).then_some((target, function))
}

#[test]
fn every_test_that_the_page_names_is_run() {
    let page = fs::read_to_string(PAGE).unwrap();
    let targets = targets();
    let named: Vec<_> = quoted(&page).filter_map(target_and_function).collect();
    assert!(named.len() > 30, "the page names {} tests", named.len());
    let missing = named.iter().filter(|(target, function)| {
        let tests = targets.get(*target);
        !tests.is_some_and(|tests| tests.contains_key(*function))
    });
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "no test that is run: {missing:?}");
}

/// The cells of the column `tests`.
fn held_by(page: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut is_table = false;
    for line in page.lines() {
        let row = line
            .trim()
            .strip_prefix('|')
            .and_then(|it| it.strip_suffix('|'));
        let Some((_, last)) = row.and_then(|row| row.rsplit_once('|')) else {
            is_table = false;
            continue;
        };
        match last.trim() {
            "tests" => is_table = true,
            rule if rule.starts_with("---") => {}
            cell if is_table => cells.push(cell),
            _ => {}
        }
    }
    cells
}

/// Besides `target::function`: a test target, a model, or a scenario whose short form is a test.
#[test]
fn every_guarantee_has_a_test_that_is_run() {
    let page = fs::read_to_string(PAGE).unwrap();
    let targets = targets();
    let scenario = |name: &str| format!("{name} :: run (");
    let is_run = |name: &str| {
        targets.get(name).is_some_and(|tests| !tests.is_empty())
            || targets["models"].contains_key(name)
            || targets["short_forms"]
                .values()
                .any(|body| body.contains(&scenario(name)))
    };
    let cells = held_by(&page);
    assert!(cells.len() > 20, "the page has {} guarantees", cells.len());
    for cell in cells {
        assert!(quoted(cell).next().is_some(), "nothing is named: {cell}");
        let names = quoted(cell).filter(|name| target_and_function(name).is_none());
        let missing: Vec<_> = names.filter(|name| !is_run(name)).collect();
        assert!(missing.is_empty(), "not run: {missing:?} in {cell}");
    }
}

/// `tests/Cargo.toml` lists the targets, so a file that is not in the list would never run.
#[test]
fn every_file_of_tests_is_a_target() {
    let targets = targets();
    let mut files = 0;
    for entry in fs::read_dir(".").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "rs") || path.ends_with("pages.rs") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let tests = targets.get(name);
        assert!(
            tests.is_some_and(|tests| !tests.is_empty()),
            "`{name}` is not run"
        );
        files += 1;
    }
    assert!(files > 40, "{files}");
}
