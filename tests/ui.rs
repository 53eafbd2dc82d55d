//! What does not compile, letter by letter, and what does.
//!
//! - `ui/<kind of mistake>/<case>.rs`: one mistake a file, and beside it the
//!   message it gives. The wording is part of the product, and pinned to the
//!   toolchain of `rust-toolchain.toml`.
//! - `pass/<case>.rs`: programs that compile, run and assert what they show.
//!
//! After a change to a message, or of the toolchain:
//!
//! ```text
//! TRYBUILD=overwrite cargo test -p qnpool-tests --test ui
//! ```
//!
//! writes every `.stderr` again; read the difference before it is committed. They
//! are never edited by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Cases whose one mistake shows more than once. A case that is fixed is removed here.
const SHOWN_AGAIN: &[&str] = &[
    // The compiler does not know the attribute, and refuses its value besides.
    "attribute-name/option-with-path",
    // The compiler says besides that a `Path` has no size.
    "field-type/boxed-path",
    // `Pool::new` needs `Default` as well, which a boxed closure has not either.
    "pool/closure",
    // Where the pool is created, and where it is used.
    "pool/vec-without-limit-in-function",
    // The compiler's own error about the size, and that of the field.
    "unsupported/unsized-behind-alias",
];

/// Cases of several mistakes of which only the first shows.
const HIDDEN: &[&str] = &[
    // Constants are not computed in a program that has errors already.
    "several-mistakes/over-budget-and-refused",
    "several-mistakes/reference-and-vec-in-one-tuple",
    "several-mistakes/two-limits-below-one-element",
    "several-mistakes/two-references-in-one-tuple",
];

#[test]
fn mistakes_are_refused() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

// Not in the same `TestCases`: a program that is to run makes trybuild build every
// case by itself, which takes many times as long.
#[test]
fn what_is_allowed_compiles_and_runs() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

/// trybuild passes over a message without a case, and over a case outside of the
/// glob; a case without a message only makes it write one.
#[test]
fn every_case_has_its_message_and_every_message_its_case() {
    let is_blessing = std::env::var_os("TRYBUILD").is_some();
    let mut strays = Vec::new();
    let mut cases = BTreeSet::new();
    let mut messages = BTreeSet::new();
    for kind in entries(Path::new("ui")) {
        if !kind.is_dir() {
            strays.push(kind);
            continue;
        }
        for file in entries(&kind) {
            let case = file.with_extension("");
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => drop(cases.insert(case)),
                Some("stderr") => drop(messages.insert(case)),
                _ => strays.push(file),
            }
        }
    }
    assert!(!cases.is_empty(), "no case was found");
    assert!(strays.is_empty(), "outside of `ui/*/*.rs`: {strays:#?}");
    let orphans: Vec<_> = messages.difference(&cases).collect();
    assert!(orphans.is_empty(), "`.stderr` without `.rs`: {orphans:#?}");
    let silent: Vec<_> = cases.difference(&messages).collect();
    assert!(
        silent.is_empty() || is_blessing,
        "`.rs` without `.stderr`: {silent:#?}"
    );
}

#[test]
fn one_mistake_gives_one_error() {
    let messages = messages();
    let (several, one): (Vec<_>, Vec<_>) = messages
        .iter()
        .map(|(case, text)| (case.as_str(), errors(text)))
        .partition(|(case, _)| case.starts_with("several-mistakes/"));
    expect_only("SHOWN_AGAIN", SHOWN_AGAIN, one, |errors| errors > 1);
    expect_only("HIDDEN", HIDDEN, several, |errors| errors == 1);
}

fn expect_only(
    name: &str,
    listed: &[&str],
    cases: Vec<(&str, usize)>,
    is_found: fn(usize) -> bool,
) {
    let found = cases.into_iter().filter(|&(_, errors)| is_found(errors));
    let found: BTreeSet<_> = found.map(|(case, _)| case).collect();
    let listed: BTreeSet<_> = listed.iter().copied().collect();
    let new: Vec<_> = found.difference(&listed).collect();
    assert!(new.is_empty(), "not in `{name}`: {new:#?}");
    let fixed: Vec<_> = listed.difference(&found).collect();
    assert!(fixed.is_empty(), "remove from `{name}`: {fixed:#?}");
}

#[test]
fn messages_keep_to_their_form() {
    for (case, text) in messages() {
        assert!(errors(&text) > 0, "{case}: no error");
        assert!(
            !text.contains("derive panicked"),
            "{case}: a macro panicked"
        );
        for line in text.lines() {
            assert!(!line.starts_with("warning"), "{case}: {line}");
            let is_capital = message(line).is_some_and(|text| text.starts_with(char::is_uppercase));
            assert!(!is_capital, "{case}: begins with a capital: {line}");
        }
    }
}

fn errors(text: &str) -> usize {
    text.lines().filter_map(message).count()
}

/// What follows `error: ` or `error[E0277]: `.
fn message(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("error")?;
    let (code, message) = rest.split_once(": ")?;
    (code.is_empty() || code.starts_with('[')).then_some(message)
}

/// What each case says, by `kind/case`.
fn messages() -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    for file in entries(Path::new("ui"))
        .iter()
        .flat_map(|kind| entries(kind))
    {
        if file
            .extension()
            .is_some_and(|extension| extension == "stderr")
        {
            let text = std::fs::read_to_string(&file).expect("a message is text");
            let case = file.with_extension("");
            let case = case.strip_prefix("ui").expect("it is in `ui`");
            messages.insert(case.display().to_string().replace('\\', "/"), text);
        }
    }
    messages
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(directory).expect("the tests run in their own directory");
    read.map(|entry| entry.expect("its entries can be read").path())
        .collect()
}
