//! Programs that read what qnpool writes, and that a machine may not have.

use std::env;
use std::io::{self, Write};
use std::process::Command;

/// If this variable is set, a missing program is a failure. `.ci/run` sets it, after it has
/// installed the programs.
const REQUIRED: &str = "QNPOOL_REQUIRE_TOOLS";

/// Returns whether a program is in `PATH`. If it is not, one line says what did not run.
///
/// # Panics
///
/// If the program is missing and `QNPOOL_REQUIRE_TOOLS` is set.
pub(crate) fn is_installed(program: &str, package: &str, not_run: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&path).any(|folder| folder.join(&file).is_file()) {
        return true;
    }
    let missing = format!("{program} is not installed (Debian package {package})");
    assert!(env::var_os(REQUIRED).is_none(), "{missing}");
    // The test harness captures what `eprintln` writes. In one call, so that the lines of
    // tests that run at the same time stay whole.
    let line = format!("{missing}: {not_run} did not run\n");
    let _ = io::stderr().write_all(line.as_bytes());
    false
}

/// Runs tests of this binary where no program is installed: each must pass and write one line,
/// and must fail if the programs are required.
pub(crate) fn assert_that_missing_programs_show(tests: &[&str], program: &str) {
    for test in tests {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", test]).env("PATH", "");
        let output = command.env_remove(REQUIRED).output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{test}: {stdout}");
        assert!(stdout.contains("1 passed"), "no test {test}: {stdout}");
        let lines: Vec<_> = stderr.lines().collect();
        let [line] = lines[..] else {
            panic!("{test}: not one line: {stderr}");
        };
        let start = format!("{program} is not installed (Debian package ");
        assert!(line.starts_with(&start), "{test}: {line}");
        assert!(line.ends_with(" did not run"), "{test}: {line}");

        let output = command.env(REQUIRED, "1").output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success(), "{test} passed: {stdout}");
        assert!(stdout.contains(&start), "{test}: {stdout}");
    }
}
