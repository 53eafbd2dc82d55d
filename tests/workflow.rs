//! The workflow of GitHub runs what is there, and what it is said to run.

mod manifests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use manifests::{PUBLISHED, metadata};

fn workflow() -> String {
    fs::read_to_string("../.github/workflows/ci.yml").unwrap()
}

/// The lines of each job, by its name.
fn jobs(workflow: &str) -> BTreeMap<&str, Vec<&str>> {
    let (_, text) = workflow.split_once("\njobs:\n").unwrap();
    let mut jobs = BTreeMap::new();
    let mut name = "";
    for line in text.lines() {
        let key = line.strip_prefix("  ").and_then(|it| it.strip_suffix(':'));
        match key {
            Some(key) if !key.starts_with([' ', '#']) => name = key,
            _ if name.is_empty() => {}
            _ => jobs.entry(name).or_insert_with(Vec::new).push(line),
        }
    }
    assert!(jobs.len() >= 5, "{:?}", jobs.keys());
    jobs
}

/// What the lines say after `run: ` or another key, at any depth.
fn values<'w>(lines: &[&'w str], key: &str) -> Vec<&'w str> {
    let lines = lines.iter().map(|line| line.trim());
    let entries = lines.map(|line| line.strip_prefix("- ").unwrap_or(line));
    entries.filter_map(|line| line.strip_prefix(key)).collect()
}

#[test]
fn it_runs_what_everybody_runs() {
    let workflow = workflow();
    let jobs = jobs(&workflow);
    assert!(values(&jobs["run"], "run: ").contains(&".ci/run"));
    assert!(values(&jobs["proofs"], "run: ").contains(&"scripts/prove.sh long"));
    let matrix = values(&jobs["portable"], "{ toolchain: ").join("\n");
    for part in ["stable,", "beta,", "nightly,", "macos", "windows", "-arm"] {
        assert!(matrix.contains(part), "{part}");
    }
}

#[test]
fn it_has_the_oldest_compiler_that_is_promised() {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let facade = packages.iter().find(|one| one["name"] == PUBLISHED[0]);
    let oldest = facade.unwrap()["rust_version"].as_str().unwrap();
    let workflow = workflow();
    let jobs = jobs(&workflow);
    assert_eq!(
        values(&jobs["oldest"], "name: "),
        [format!("Rust {oldest}")]
    );
    for job in ["oldest", "proofs"] {
        let installed = values(&jobs[job], "run: rustup toolchain install ");
        let prefix = format!("{oldest} ");
        let numbered = installed.iter().filter(|it| it.starts_with("1."));
        let numbered: Vec<_> = numbered.collect();
        assert!(!numbered.is_empty(), "{job}");
        assert!(numbered.iter().all(|it| it.starts_with(&prefix)), "{job}");
    }
}

/// A commit, and not a tag, which may be moved; the tag is for the reader.
#[test]
fn every_action_is_pinned() {
    let workflow = workflow();
    let lines: Vec<_> = workflow.lines().collect();
    let actions = values(&lines, "uses: ");
    assert_eq!(actions.len(), workflow.matches("uses:").count());
    assert!(!actions.is_empty());
    for action in actions {
        let (_, reference) = action.split_once('@').expect("of a version");
        let (commit, tag) = reference.split_once(" # v").expect(action);
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(
            tag.starts_with(|digit: char| digit.is_ascii_digit()),
            "{tag}"
        );
    }
}

/// Else a job may fail, and the branch takes the change.
#[test]
fn the_required_job_waits_for_every_job_of_a_change() {
    let workflow = workflow();
    let jobs = jobs(&workflow);
    // The condition of a job, not of one of its steps.
    let has_condition = |line: &&str| line.starts_with("    if: ");
    let is_of_a_change = |lines: &[&str]| !lines.iter().any(has_condition);
    let of_a_change: Vec<_> = jobs
        .iter()
        .filter(|(_, lines)| is_of_a_change(lines))
        .map(|(name, _)| *name)
        .collect();
    let needs = values(&jobs["all-jobs-succeeded"], "needs: [");
    let mut needs: Vec<_> = needs[0].trim_end_matches(']').split(", ").collect();
    needs.sort_unstable();
    assert_eq!(needs, of_a_change);
}

#[test]
fn every_script_that_it_names_is_there() {
    let workflow = workflow();
    let words = workflow.split_whitespace();
    let scripts: Vec<_> = words
        .filter(|word| word.starts_with("scripts/") || word.starts_with(".ci/"))
        .collect();
    assert!(scripts.len() >= 5, "{scripts:?}");
    for script in scripts {
        assert!(Path::new("..").join(script).is_file(), "{script}");
    }
    let proofs = fs::read_to_string("../scripts/prove.sh").unwrap();
    for step in workflow.split("scripts/prove.sh long ").skip(1) {
        let step = step.lines().next().unwrap();
        assert!(proofs.contains(&format!("\nstep_{step}() {{")), "{step}");
    }
}

/// What is gone or has another name would be run everywhere.
#[test]
fn every_test_that_is_left_out_elsewhere_is_there() {
    let script = fs::read_to_string("../scripts/portable.sh").unwrap();
    let lists = script.lines().filter_map(|line| {
        let line = line.trim().strip_prefix("without")?;
        line.split('\'').nth(1)
    });
    let names: Vec<_> = lists.flat_map(str::split_whitespace).collect();
    assert!(names.contains(&"ui"), "{names:?}");
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    for name in names {
        let line = format!("[[test]]\nname = \"{name}\"\n");
        assert!(manifest.contains(&line), "{name}");
    }
}

/// The output of CI closes with the summary of the last command.
#[test]
fn the_commands_of_the_readme_run_on_a_fresh_machine() {
    let readme = fs::read_to_string("../README.md").unwrap();
    let script = fs::read_to_string("../.ci/run").unwrap();
    let run = script
        .lines()
        .filter_map(|line| line.strip_prefix("on_a_fresh_machine run "));
    let run: Vec<_> = run.collect();
    let [first, last] = run[..] else {
        panic!("two commands: {run:?}");
    };
    for (command, shown) in [
        (first, "cargo run --release --example leak_lab"),
        (last, "cargo test --workspace"),
    ] {
        assert!(readme.contains(shown), "{shown}");
        assert_eq!(command.split(" -- ").next(), Some(shown));
    }
    assert!(
        script.trim_end().ends_with(&format!("run {last}")),
        "{last}"
    );
}
