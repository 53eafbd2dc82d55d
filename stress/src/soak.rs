//! A service's traffic, for as long as one likes.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Extent;

/// Has the example `leak_lab` run qnpool alone: datagrams of all sizes, bodies of a megabyte,
/// requests that fail or panic half-way, packets that one thread receives into and another
/// answers. It fails if live memory moves by more than 5 % after the warm-up, if a packet is
/// not pristine when it is taken, or if one does not come back; all of them are followed.
///
/// # Panics
///
/// If it fails.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    let seconds = match extent {
        Extent::Test | Extent::Short => 10,
        Extent::Long => 600,
        Extent::For(time) => time.as_secs().max(1),
    };
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "qnpool-examples",
        ])
        .args(["--example", "leak_lab", "--", "--check", "--only", "qnpool"])
        .args(["--seconds", &seconds.to_string()])
        .args(["--seed", &seed.to_string()])
        .current_dir(workspace.expect("this crate is a folder of the workspace"))
        .env("QNPOOL_LEAKS", "all")
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo is where it was");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    let verdict = said.lines().last().unwrap_or_default();
    assert!(verdict.starts_with("check passed"), "{said}");
    format!("{seconds} s of traffic, {verdict}")
}
