//! The tests of a crate that the test harness runs, found in its source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Group, Ident};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Item, ItemMod, Meta, Token, Visibility};

/// The body of each test by the name of its function.
pub(crate) type Tests = BTreeMap<String, String>;

/// Tests of the crate whose root is this file, with those of its modules.
pub(crate) fn tests(root: impl AsRef<Path>) -> Tests {
    let mut found = Tests::new();
    let root = root.as_ref();
    read(root, root.parent().unwrap(), &mut found);
    found
}

/// `modules` is the folder of the modules that this file declares.
fn read(path: &Path, modules: &Path, found: &mut Tests) {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if is_compiled(&file.attrs) {
        collect(file.items, path.parent().unwrap(), modules, found);
    }
}

fn collect(items: Vec<Item>, folder: &Path, modules: &Path, found: &mut Tests) {
    for item in items {
        match item {
            Item::Fn(item) if is_test(&item.attrs) => {
                let body = item.block.to_token_stream().to_string();
                found.insert(item.sig.ident.to_string(), body);
            }
            Item::Macro(item) if item.mac.path.is_ident("proptest") && is_compiled(&item.attrs) => {
                let tests = of_proptest.parse2(item.mac.tokens);
                found.extend(tests.expect("functions of proptest"));
            }
            Item::Mod(item) if is_compiled(&item.attrs) => module(item, folder, modules, found),
            _ => {}
        }
    }
}

fn module(item: ItemMod, folder: &Path, modules: &Path, found: &mut Tests) {
    let name = item.ident.to_string();
    let own = modules.join(&name);
    if let Some((_, items)) = item.content {
        return collect(items, &own, &own, found);
    }
    let path = item.attrs.iter().find_map(path_of_module);
    let candidates: [(PathBuf, PathBuf); 2] = match path {
        // The modules of a file with an attribute `path` are beside it.
        Some(path) => {
            let file = folder.join(path);
            let beside = file.parent().unwrap().to_owned();
            [(file.clone(), beside.clone()), (file, beside)]
        }
        None => [
            (modules.join(format!("{name}.rs")), own.clone()),
            (own.join("mod.rs"), own),
        ],
    };
    let is_file = |(file, _): &&(PathBuf, PathBuf)| file.is_file();
    let found_file = candidates.iter().find(is_file);
    let (file, modules) = found_file.unwrap_or_else(|| panic!("no file of module {name}"));
    read(file, modules, found);
}

fn path_of_module(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    let path = syn::parse2::<syn::LitStr>(meta.value.to_token_stream());
    meta.path.is_ident("path").then(|| path.unwrap().value())
}

/// `fn name(value in strategy) { … }`, which is no function of Rust.
fn of_proptest(input: ParseStream<'_>) -> syn::Result<Tests> {
    Attribute::parse_inner(input)?;
    let mut found = Tests::new();
    while !input.is_empty() {
        let attributes = Attribute::parse_outer(input)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![fn]>()?;
        let name: Ident = input.parse()?;
        let _arguments: Group = input.parse()?;
        let body: Group = input.parse()?;
        if is_test(&attributes) {
            found.insert(name.to_string(), body.to_string());
        }
    }
    Ok(found)
}

fn is_test(attributes: &[Attribute]) -> bool {
    let has = |name: &str| attributes.iter().any(|it| it.path().is_ident(name));
    has("test") && !has("ignore") && is_compiled(attributes)
}

/// `cfg_attr` may add anything, so an item with one does not count.
fn is_compiled(attributes: &[Attribute]) -> bool {
    attributes.iter().all(|attribute| match &attribute.meta {
        meta if meta.path().is_ident("cfg_attr") => false,
        Meta::List(list) if list.path.is_ident("cfg") => {
            is_on(&list.parse_args().expect("one condition"))
        }
        _ => true,
    })
}

/// What is on where the promises are tested: on Linux, in the test profile. All else is off.
const ON: [&str; 4] = ["test", "unix", "debug_assertions", "target_os = \"linux\""];

fn is_on(condition: &Meta) -> bool {
    let Meta::List(list) = condition else {
        return ON.contains(&condition.to_token_stream().to_string().as_str());
    };
    let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let mut inner = inner.expect("conditions").into_iter();
    match list.path.to_token_stream().to_string().as_str() {
        "not" => inner.all(|it| !is_on(&it)),
        "all" => inner.all(|it| is_on(&it)),
        "any" => inner.any(|it| is_on(&it)),
        other => panic!("a condition `{other}`"),
    }
}

/// A test that is not run, by each way in which one is lost, does not count. The attributes in
/// `source` are text that this test parses: they ignore no test.
#[test]
fn what_is_not_run_is_not_found() {
    let source = r##"
        #[test]
        fn plain() {}
        fn lost() {}
        #[test]
        #[ignore = "slow"] // Text that this test parses: it ignores nothing.
        fn ignored() {}
        #[test]
        #[cfg(all(unix, not(target_os = "linux")))]
        fn on_other_systems() {}
        #[test]
        #[cfg(any(windows, target_os = "linux"))]
        fn on_linux() {}
        #[test]
        #[cfg_attr(miri, ignore)]
        fn perhaps_ignored() {}
        #[cfg(feature = "never")]
        mod off {
            #[test]
            fn inner_off() {}
        }
        mod on {
            #[test]
            fn inner_on() {}
            // #[test] fn in_a_comment() {}
            const TEXT: &str = "#[test] fn in_a_text() {}";
        }
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(4))]
            #[test]
            fn random(bound in 0..4, (one, other) in pairs()) { check(bound); }
            fn random_lost(bound in 0..4) {}
            #[test]
            #[ignore] // Text, as above.
            fn random_ignored(bound in 0..4) {}
        }
        macro_rules! never_called { () => { #[test] fn of_a_macro() {} } }
    "##;
    let mut found = Tests::new();
    let file = syn::parse_file(source).unwrap();
    collect(file.items, Path::new(""), Path::new(""), &mut found);
    let found: Vec<_> = found.keys().map(String::as_str).collect();
    assert_eq!(found, ["inner_on", "on_linux", "plain", "random"]);
}
