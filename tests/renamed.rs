//! A crate that gives qnpool another name has one error for each type, wherever the derive
//! mentions the facade; and none with the option `crate`.

use std::fs;
use std::path::Path;
use std::process::Command;

const DEFINITIONS: &str = r"
use pool::Poolable;

pub const LIMIT: usize = 64;

#[derive(Poolable)]
#[pool(CRATE max_capacity = LIMIT, max_retained_bytes = LIMIT * 16)]
pub struct Packet {
    pub head: Vec<u8>,
    #[pool(max_capacity = LIMIT * 2)]
    pub body: Vec<u8>,
    #[pool(max_bytes = LIMIT * 4)]
    pub tail: Vec<u8>,
    #[pool(default, max_retained_bytes = LIMIT)]
    pub line: String,
    #[pool(each)]
    pub cells: [u32; 4],
}

#[derive(Poolable)]
#[pool(CRATE discard_if = Self::is_broken)]
pub enum State {
    #[pool(default)]
    Idle(u32, Option<String>),
    Busy,
}

impl State {
    fn is_broken(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

#[derive(Default, Poolable)]
#[pool(CRATE default, global(max_idle = LIMIT))]
pub struct Row(pub u32);
";

/// The errors of a crate with these definitions.
fn errors(definitions: &str) -> Vec<String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("renamed");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let facade = tests.with_file_name("qnpool").display().to_string();
    let manifest = format!(
        "[package]\nname = \"renamed\"\nedition = \"2024\"\n[dependencies]\n\
         pool = {{ package = \"qnpool\", path = {facade:?} }}\n[workspace]\n"
    );
    fs::create_dir_all(directory.join("src")).unwrap();
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::write(directory.join("src/lib.rs"), definitions).unwrap();
    fs::copy(
        tests.with_file_name("Cargo.lock"),
        directory.join("Cargo.lock"),
    )
    .unwrap();
    let output = Command::new(env!("CARGO"))
        .current_dir(&directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        // The workspace's own build has fetched these packages: they are the dependencies of
        // `qnpool`, in the versions of the workspace's `Cargo.lock`.
        .args(["check", "--offline", "--message-format=short"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Checking renamed"), "{said}");
    let errors = said.lines().filter(|line| line.starts_with("src"));
    errors.map(str::to_owned).collect()
}

#[test]
fn each_type_has_one_error() {
    let errors_without = errors(&DEFINITIONS.replace("CRATE", ""));
    assert_eq!(errors_without.len(), 3, "{errors_without:#?}");
    let about_name = |error: &String| error.contains("cannot find `qnpool`");
    assert!(errors_without.iter().all(about_name), "{errors_without:#?}");

    let errors_with = errors(&DEFINITIONS.replace("CRATE", "crate = ::pool,"));
    assert_eq!(errors_with, Vec::<String>::new());
}
