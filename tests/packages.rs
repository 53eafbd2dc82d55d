//! What the two published packages say of themselves, and of each other.

mod manifests;

use std::fs;

use serde_json::Value;

use manifests::{PUBLISHED, metadata};

/// The facade and the derive.
fn packages() -> [Value; 2] {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    PUBLISHED.map(|name| {
        let mut found = packages.iter().filter(|package| package["name"] == name);
        found.next().unwrap().clone()
    })
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter().map(|text| text.as_str().unwrap()).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(format!("../{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What the derive writes names hidden items of the facade.
#[test]
fn the_two_have_one_version_and_the_facade_asks_for_no_other() {
    let [facade, derive] = packages();
    let version = facade["version"].as_str().unwrap();
    assert_eq!(derive["version"], version);
    let dependencies = facade["dependencies"].as_array().unwrap();
    let mut on_derive = dependencies
        .iter()
        .filter(|dependency| dependency["name"] == derive["name"]);
    assert_eq!(on_derive.next().unwrap()["req"], format!("={version}"));
    assert!(on_derive.next().is_none(), "it depends on it once");

    // The requirement by which the other members ask for the facade.
    let manifest = read("Cargo.toml");
    let line = format!("\nqnpool = {{ version = \"{version}\",");
    assert!(manifest.contains(&line), "no{line}");
    let (compatible, _) = version.rsplit_once('.').unwrap();
    let readme = read("qnpool-derive/README.md");
    assert!(readme.contains(&format!("\nqnpool = \"{compatible}\"\n")));
}

/// Of those that crates.io knows, what may stand in a manifest of ours.
const CATEGORIES: &[&str] = &[
    "concurrency",
    "data-structures",
    "development-tools::debugging",
    "memory-management",
    "no-std",
];

/// What crates.io refuses, and what no reader should miss.
#[test]
fn a_registry_takes_what_they_say_of_themselves() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let keywords = texts(&package["keywords"]);
        assert!((1..=5).contains(&keywords.len()), "{name}: {keywords:?}");
        for keyword in keywords {
            let is_word = keyword.len() <= 20
                && keyword.starts_with(|first: char| first.is_ascii_alphabetic())
                && keyword
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte));
            assert!(is_word, "{name}: {keyword}");
        }
        let categories = texts(&package["categories"]);
        assert!((1..=5).contains(&categories.len()), "{name}");
        for category in categories {
            assert!(CATEGORIES.contains(&category), "{name}: {category}");
        }
        assert!(
            package["description"].as_str().unwrap().len() > 30,
            "{name}"
        );
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{name}");
        for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(
                !read(&format!("{name}/{file}")).is_empty(),
                "{name}: {file}"
            );
        }
    }
}

#[test]
fn the_readme_says_the_compiler_and_the_licences_of_the_manifest() {
    let [facade, derive] = packages();
    let oldest = facade["rust_version"].as_str().unwrap();
    assert_eq!(derive["rust_version"], oldest);
    let readme = read("README.md");
    assert!(readme.contains(&format!("Rust {oldest}")), "{oldest}");
    for licence in ["[MIT](LICENSE-MIT)", "[Apache License 2.0](LICENSE-APACHE)"] {
        assert!(readme.contains(licence), "{licence}");
    }
}

/// The form of Keep a Changelog: what is not released comes first, then the newest release.
#[test]
fn the_changelog_has_its_form_and_knows_the_version() {
    const KINDS: [&str; 6] = [
        "Added",
        "Changed",
        "Deprecated",
        "Removed",
        "Fixed",
        "Security",
    ];
    let changelog = read("CHANGELOG.md");
    let headings = |marks: &'static str| {
        let lines = changelog.lines();
        lines.filter_map(move |line| line.strip_prefix(marks))
    };
    for kind in headings("### ") {
        assert!(KINDS.contains(&kind), "{kind}");
    }
    let unreleased = headings("## ").take_while(|heading| heading.contains("Unreleased"));
    let unreleased = unreleased.count();
    assert!(unreleased <= 1);
    let mut releases = Vec::new();
    for heading in headings("## ").skip(unreleased) {
        let (version, date) = heading
            .split_once(" - ")
            .expect("`## [0.1.0] - 2026-11-30`");
        let version = version
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'));
        let numbers = version.expect("in brackets").split('.');
        let numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
        assert_eq!(numbers.len(), 3, "{heading}");
        let form: String = date
            .chars()
            .map(|it| if it.is_ascii_digit() { '0' } else { it })
            .collect();
        assert_eq!(form, "0000-00-00", "{heading}");
        releases.push(numbers);
    }
    let is_newest_first = releases.is_sorted_by(|one, next| one > next);
    assert!(is_newest_first, "{releases:?}");
    let [facade, _] = packages();
    let version = facade["version"].as_str().unwrap().split('.');
    let version: Vec<u32> = version.map(|number| number.parse().unwrap()).collect();
    let newest = releases.first();
    assert!(
        newest == Some(&version) || (unreleased == 1 && newest.is_none_or(|it| *it < version)),
        "{version:?} is neither released nor to be: {newest:?}"
    );
}

/// Those that are there before a release: of what the manifest says.
#[test]
fn the_badges_are_true() {
    let [facade, _] = packages();
    let version = facade["rust_version"].as_str().unwrap();
    let license = facade["license"].as_str().unwrap();
    let badges = [
        format!("badge/rust-{version}%2B-blue"),
        format!(
            "badge/license-{}-blue",
            license.replace('-', "--").replace(' ', "%20")
        ),
    ];
    let readme = read("README.md");
    for badge in badges {
        assert!(readme.contains(&badge), "no {badge}");
    }
}
