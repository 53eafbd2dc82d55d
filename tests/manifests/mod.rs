//! What cargo makes of the manifests of the workspace.

use std::env;
use std::process::Command;

use serde_json::Value;

pub(crate) const PUBLISHED: [&str; 2] = ["qnpool", "qnpool-derive"];

pub(crate) fn metadata(options: &[&str]) -> Value {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let mut command = Command::new(cargo);
    command
        .args(["metadata", "--format-version=1"])
        .args(options);
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}
