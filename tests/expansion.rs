//! What the derive writes, in full, for eight representative types.
//!
//! `expand/<type>.rs` is a type with the derive, compiled here like any other;
//! `expand/<type>.expanded.rs` is the code that the derive adds to it. After a
//! change to the derive,
//!
//! ```text
//! QNPOOL_BLESS=1 cargo test -p qnpool-tests --test expansion
//! ```
//!
//! writes every snapshot anew and removes those whose type is gone; read the
//! difference before it is committed. They are never edited by hand.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use similar::TextDiff;
use syn::{Attribute, DeriveInput, Item};

mod derive_stages;

#[allow(
    clippy::wildcard_imports,
    reason = "the stages name each other from the root"
)]
use derive_stages::*;

// Compiled, so that no snapshot shows code that would not compile.
#[path = "expand/budget.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod budget;
#[path = "expand/enumeration.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod enumeration;
#[path = "expand/generic.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod generic;
#[path = "expand/kept_others.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod kept_others;
#[path = "expand/named_struct.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod named_struct;
#[path = "expand/plain_struct.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod plain_struct;
#[path = "expand/tuple_struct.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod tuple_struct;
#[path = "expand/type_default.rs"]
#[allow(dead_code, reason = "only its expansion matters")]
mod type_default;

const TYPES: [&str; 8] = [
    "budget",
    "enumeration",
    "generic",
    "kept_others",
    "named_struct",
    "plain_struct",
    "tuple_struct",
    "type_default",
];

const COMMAND: &str = "QNPOOL_BLESS=1 cargo test -p qnpool-tests --test expansion";

#[test]
fn the_expansion_is_as_it_was() {
    let is_blessing = std::env::var_os("QNPOOL_BLESS").is_some();
    let mut report = String::new();
    for name in TYPES {
        let expanded = expanded(name);
        let path = snapshot(name);
        if is_blessing {
            fs::write(&path, expanded).expect("a snapshot can be written");
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(kept) if kept == expanded => {}
            Ok(kept) => {
                let shown = path.display().to_string();
                let difference = TextDiff::from_lines(&kept, &expanded);
                let difference = difference.unified_diff().header(&shown, "now").to_string();
                writeln!(report, "{difference}").expect("a string takes any text");
            }
            Err(_) => {
                let shown = path.display();
                writeln!(report, "{shown} is missing").expect("a string takes any text");
            }
        }
    }
    assert!(
        report.is_empty(),
        "the derive writes other code than before; if that is meant, run\n{COMMAND}\n\n{report}"
    );
}

/// What an editor shows over `Poolable` in a derive, where the options inside of `#[pool(…)]`
/// have no documentation of their own.
#[test]
fn the_documentation_of_the_derive_has_every_option() {
    let source = fs::read_to_string("../qnpool-derive/src/lib.rs").unwrap();
    let shown = source.lines().filter(|line| line.starts_with("/// "));
    let shown: Vec<_> = shown.collect();
    for place in options::Place::ALL {
        for option in place.options() {
            let form = options::form(option);
            let is_shown = shown.iter().any(|line| line.contains(form));
            assert!(is_shown, "`{form}`, {}", place.name());
        }
    }
}

#[test]
fn every_file_is_a_type_or_its_snapshot() {
    let known: BTreeSet<_> = TYPES
        .iter()
        .flat_map(|name| [source(name), snapshot(name)])
        .collect();
    let read = fs::read_dir("expand").expect("the tests run in their own directory");
    let found = read.map(|entry| entry.expect("its entries can be read").path());
    let mut strays: Vec<_> = found.filter(|path| !known.contains(path)).collect();
    if std::env::var_os("QNPOOL_BLESS").is_some() {
        strays.retain(|path| {
            let is_snapshot = path.to_string_lossy().ends_with(".expanded.rs");
            if is_snapshot {
                fs::remove_file(path).expect("a snapshot can be removed");
            }
            !is_snapshot
        });
    }
    assert!(
        strays.is_empty(),
        "neither a type of `TYPES` nor its snapshot: {strays:#?}\n\
         an orphan snapshot is removed by\n{COMMAND}"
    );
}

fn source(name: &str) -> PathBuf {
    Path::new("expand").join(format!("{name}.rs"))
}

fn snapshot(name: &str) -> PathBuf {
    Path::new("expand").join(format!("{name}.expanded.rs"))
}

/// The code that the derive adds to the one type of the file that has it.
fn expanded(name: &str) -> String {
    let text = fs::read_to_string(source(name)).expect("a type is in its file");
    let file = syn::parse_file(&text).expect("it compiles, so it can be read");
    let mut derived = file.items.into_iter().filter_map(derive_input);
    let mut input = derived.next().expect("one item has the derive");
    assert!(derived.next().is_none(), "{name}: one item has the derive");
    input.attrs.retain(|it| !it.path().is_ident("derive"));
    let code = syn::parse2(derive(&input)).expect("the derive writes items");
    format!(
        "// What the derive adds to the type of `{name}.rs`; not edited by hand.\n\n{}",
        prettyplease::unparse(&code)
    )
}

fn derive_input(item: Item) -> Option<DeriveInput> {
    let is_derived =
        |attributes: &[Attribute]| attributes.iter().any(|it| it.path().is_ident("derive"));
    match item {
        Item::Struct(item) if is_derived(&item.attrs) => Some(item.into()),
        Item::Enum(item) if is_derived(&item.attrs) => Some(item.into()),
        _ => None,
    }
}

fn derive(input: &DeriveInput) -> TokenStream {
    let (errors, implementation) = by_stages(input);
    assert!(errors.is_empty(), "{errors}");
    implementation
}
