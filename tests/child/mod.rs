//! Tests that run once more in a process of their own.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::env;
use std::io;
use std::process::{Command, Output, Stdio};

const CHILD: &str = "QNPOOL_TEST_CHILD";

/// Whether this is the process that [`again`] started.
pub fn is_child() -> bool {
    env::var_os(CHILD).is_some()
}

/// This test, and nothing else of its binary, in another process.
pub fn again(test: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env(CHILD, "1").env_remove("QNPOOL_LEAKS");
    command.env_remove("QNPOOL_ASYMMETRIC_FENCE");
    command.stdin(Stdio::null());
    command
}

/// Runs it, and fails if it does; what it wrote to the two outputs.
pub fn run(command: &mut Command) -> (String, String) {
    succeeded(command.output().unwrap())
}

/// As [`run`], but nobody reads what it writes to standard error: the pipe is closed when
/// [`wait_for_parent`] returns.
pub fn run_unheard(command: &mut Command) {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    drop(child.stdin.take());
    succeeded(child.wait_with_output().unwrap());
}

pub fn wait_for_parent() {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
}

fn succeeded(output: Output) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    let texts = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(status.success(), "{texts:?}");
    let [stdout, stderr] = texts;
    assert!(stdout.contains("1 passed"), "no such test: {stdout}");
    (stdout, stderr)
}
