//! The oldest compiler that the published crates promise, asked of all that they pull in.

mod manifests;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use manifests::{PUBLISHED, metadata};

/// `1.85` and `1.85.0` are the same.
fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|part| part.parse().unwrap());
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}

fn by_id<'m>(list: &'m Value, id: &str) -> HashMap<&'m str, &'m Value> {
    let list = list.as_array().unwrap();
    let pairs = list.iter().map(|one| (one[id].as_str().unwrap(), one));
    pairs.collect()
}

/// What whoever depends on the published crates compiles: not what only tests use.
fn shipped(metadata: &Value) -> Vec<&Value> {
    let packages = by_id(&metadata["packages"], "id");
    let nodes = by_id(&metadata["resolve"]["nodes"], "id");
    let members = packages.values().filter(|package| {
        package["source"].is_null() && PUBLISHED.iter().any(|name| package["name"] == *name)
    });
    let mut waiting: Vec<_> = members.map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(waiting.len(), PUBLISHED.len());
    let mut seen = HashSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                waiting.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    seen.into_iter().map(|id| packages[id]).collect()
}

#[test]
fn no_dependency_asks_for_a_newer_compiler_than_we_do() {
    // With every feature, for every platform, as `Cargo.lock` has it. Cargo downloads the packages
    // of other platforms, which the build of the workspace does not need.
    let metadata = metadata(&["--all-features", "--locked"]);
    let shipped = shipped(&metadata);
    let ours: Vec<_> = shipped
        .iter()
        .filter(|one| one["source"].is_null())
        .collect();
    assert_eq!(
        ours.len(),
        PUBLISHED.len(),
        "they depend on nothing else of the workspace"
    );
    let promised = ours.iter().map(|one| one["rust_version"].as_str().unwrap());
    let promised = promised.map(version).min().unwrap();

    let declares = |one: &&Value| one["rust_version"].as_str().map(version);
    let newer: Vec<_> = shipped
        .iter()
        .filter(|one| declares(one) > Some(promised))
        .collect();
    let name =
        |one: &&&Value| format!("{} {} {}", one["name"], one["version"], one["rust_version"]);
    let newer: Vec<_> = newer.iter().map(name).collect();
    assert!(
        newer.is_empty(),
        "they ask for more than {promised:?}: {newer:?}"
    );

    let silent = shipped.iter().filter(|one| declares(one).is_none()).count();
    println!(
        "{} packages, {silent} of them without a rust-version",
        shipped.len()
    );
    assert!(shipped.len() > 20, "every feature is on");
}
