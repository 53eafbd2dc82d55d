//! A census as a pprof profile, opened by `go tool pprof`, where Go is installed.

mod planted;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use qnpool::LeakDetection;

use planted::{FILE, PACKET_BYTES, aged_census, by_one_way, pool, site, take_here, take_there};

/// Runs `go tool pprof`, which must succeed. Returns `None` if Go is not installed.
fn go_tool_pprof(options: &[&str], files: &[&ProfileFile]) -> Option<String> {
    let call = format!("`go tool pprof {}`", options.join(" "));
    if !tools::is_installed("go", "golang-go", &call) {
        return None;
    }
    let mut command = Command::new("go");
    command.args(["tool", "pprof"]).args(options);
    command.args(files.iter().map(|file| &file.0));
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// A file that is there as long as this.
struct ProfileFile(PathBuf);

impl ProfileFile {
    fn write(name: &str, profile: &[u8]) -> Self {
        let name = format!("{name}-{}.pb.gz", process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, profile).unwrap();
        Self(path)
    }
}

impl Drop for ProfileFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The line of `-top` that has this text: its flat value, and how it ends.
#[track_caller]
fn row<'t>(table: &'t str, part: &str) -> (&'t str, &'t str) {
    let mut rows = table.lines().filter(|row| row.contains(part));
    let row = rows.next().unwrap_or_else(|| panic!("no {part}: {table}"));
    assert!(rows.next().is_none(), "two of {part}: {table}");
    let (value, rest) = row.trim().split_once(' ').unwrap();
    (value, rest)
}

#[test]
fn go_opens_a_profile() {
    let pool = pool("packets", LeakDetection::All);
    let here = take_here(&pool, 300);
    let there = take_there(&pool);
    let census = aged_census(&pool);
    let file = ProfileFile::write("all", &census.to_pprof());

    let Some(table) = go_tool_pprof(&["-top"], &[&file]) else {
        return;
    };
    // What is shown unless asked otherwise.
    assert!(table.contains("Type: objects"), "{table}");
    assert_eq!(row(&table, "take_here").0, "300");
    assert_eq!(row(&table, "take_there").0, "1");

    let top = |options: &[&str]| go_tool_pprof(options, &[&file]).unwrap();
    let table = top(&["-top", "-lines", "-sample_index=objects"]);
    for (held, function) in [(&here, "take_here"), (&there, "take_there")] {
        let (objects, call) = row(&table, function);
        assert_eq!(objects, held.objects.len().to_string());
        // The name is as it was written, `<Taker as Take>` and all.
        let name = site(&census, held.line).function().unwrap();
        let expected = format!(" {name} {FILE}:{}", held.line);
        assert!(call.ends_with(&expected), "{call} is not{expected}");
    }

    let table = top(&["-top", "-sample_index=bytes", "-unit=bytes"]);
    let bytes = format!("{}B", 300 * PACKET_BYTES);
    assert_eq!(row(&table, "take_here").0, bytes);
    let table = top(&["-top", "-sample_index=age", "-unit=ns"]);
    let age = site(&census, here.line).total_age.as_nanos();
    assert_eq!(row(&table, "take_here").0, format!("{age}ns"));

    let table = top(&["-tags"]);
    assert!(table.contains("pool: Total 301"), "{table}");
    let comments = top(&["-comments"]);
    assert!(comments.contains("pool `packets` of `"), "{comments}");
}

#[test]
fn go_merges_and_compares_profiles() {
    let first = pool("packets", LeakDetection::All);
    let second = pool("frames", LeakDetection::Sampled(1));
    let mut held = take_here(&first, 4);
    let more = take_here(&second, 6);
    let before = ProfileFile::write("before", &first.census().to_pprof());
    let other = ProfileFile::write("other", &second.census().to_pprof());
    held.objects.extend(take_here(&first, 10).objects);
    let after = ProfileFile::write("after", &first.census().to_pprof());

    let Some(table) = go_tool_pprof(&["-top"], &[&before, &other]) else {
        return;
    };
    assert_eq!(row(&table, "take_here").0, "10", "4 and 6");
    let base = format!("-base={}", before.0.display());
    let table = go_tool_pprof(&["-top", &base], &[&after]).unwrap();
    assert_eq!(row(&table, "take_here").0, "10", "14 without the 4");
    drop((held, more));
}

#[test]
fn go_draws_the_calls() {
    let pool = pool("packets", LeakDetection::Backtraces);
    let held = by_one_way(&pool, 7);
    let file = ProfileFile::write("backtraces", &pool.census().to_pprof());

    let Some(tree) = go_tool_pprof(&["-traces"], &[&file]) else {
        return;
    };
    let calls: Vec<_> = tree.lines().map(str::trim).collect();
    let innermost = calls.iter().position(|call| call.starts_with("7 "));
    let innermost = innermost.unwrap_or_else(|| panic!("{tree}"));
    assert!(calls[innermost].ends_with("take_here"), "{tree}");
    assert!(calls[innermost + 1].ends_with("by_one_way"), "{tree}");
    drop(held);

    if !tools::is_installed("dot", "graphviz", "`go tool pprof -svg`") {
        return;
    }
    let svg = go_tool_pprof(&["-svg"], &[&file]).unwrap();
    for part in ["<svg", "take_here", "by_one_way", "7 (100%)"] {
        assert!(svg.contains(part), "no {part}: {svg}");
    }
}

#[test]
fn without_go_one_line_says_so() {
    let tests = [
        "go_opens_a_profile",
        "go_merges_and_compares_profiles",
        "go_draws_the_calls",
    ];
    tools::assert_that_missing_programs_show(&tests, "go");
}
