//! `docs/reliability.md` names tests; here they are looked for.

use std::fs;
use std::path::Path;

/// `file::function` between backticks, where there is such a file of tests.
fn named_tests(page: &str) -> Vec<(String, String)> {
    let quoted = page.split('`').skip(1).step_by(2);
    quoted
        .filter_map(|name| name.split_once("::"))
        .filter(|(file, _)| {
            file.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .map(|(file, function)| (file.to_owned(), function.to_owned()))
        .collect()
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(tests.join("../docs/reliability.md")).unwrap();
    let named = named_tests(&page);
    assert!(named.len() > 30, "the page names {} tests", named.len());
    for (file, function) in named {
        let path = tests.join(&file).with_extension("rs");
        let source = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("`{file}::{function}`: {error}"));
        let is_test = source.contains(&format!("fn {function}("));
        assert!(is_test, "`{file}.rs` has no `{function}`");
    }
}

/// Those of the models stand in another crate.
#[test]
fn every_model_that_the_page_names_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let models = fs::read_to_string(tests.join("models/pool/fallback.rs")).unwrap();
    let page = fs::read_to_string(tests.join("../docs/reliability.md")).unwrap();
    let line = page.lines().find(|line| line.contains("the models `"));
    let names = line.unwrap().split("the models ").nth(1).unwrap();
    let names: Vec<_> = names.split('`').skip(1).step_by(2).collect();
    assert_eq!(names.len(), 2);
    for name in names {
        assert!(
            models.contains(&format!("fn {name}(")),
            "there is no model `{name}`"
        );
    }
}
