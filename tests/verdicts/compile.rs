//! What the compiler says of definitions, many in one program.

use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::definition::Definition;
use crate::model::{Verdict, is_unsized};

/// What is said of one definition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// At the definition.
    pub(crate) of_definition: Vec<String>,
    /// Where the type is used.
    pub(crate) of_use: Vec<String>,
}

/// A program of its own for what the model takes for right, for wrong, and for wrong where
/// constants are computed: the compiler does not compute them where anything else is wrong.
const PROGRAMS: [&str; 3] = ["right", "wrong", "constants"];

fn program_of(verdict: &Verdict) -> usize {
    if verdict.mistakes + verdict.mistakes_in_argument > 0 {
        1
    } else if verdict.mistakes_in_constants > 0 {
        2
    } else {
        0
    }
}

pub(crate) fn compile(items: &[(Definition, Verdict)]) -> Vec<Said> {
    let directory = package();
    let mut placed = [const { Vec::new() }; PROGRAMS.len()];
    let mut sources = [const { Source::new() }; PROGRAMS.len()];
    for source in &mut sources {
        source.append("#![allow(warnings)]\nmod prelude;\nfn main() {}\n");
    }
    for (index, (item, verdict)) in items.iter().enumerate() {
        let program = program_of(verdict);
        let source = &mut sources[program];
        let module = format!("mod item{index} {{\nuse crate::prelude::*;\n{item}");
        let definition = source.append(&module);
        let usage = source.append(&format!("{}\n}}\n", usage(item, verdict)));
        placed[program].push((index, definition, usage));
    }
    for (name, source) in PROGRAMS.iter().zip(&sources) {
        let path = directory.join("src").join(format!("{name}.rs"));
        fs::write(path, &source.text).expect("a program can be written");
    }
    let mut said = vec![Said::default(); items.len()];
    for (program, line, message) in messages(&directory) {
        let program = PROGRAMS.iter().position(|name| *name == program);
        let placed = &placed[program.expect("it is one of the programs")];
        let found = placed
            .iter()
            .find(|(_, definition, usage)| definition.contains(&line) || usage.contains(&line));
        let (index, definition, _) =
            found.unwrap_or_else(|| panic!("an error at none of the definitions:\n{message}"));
        if definition.contains(&line) {
            said[*index].of_definition.push(message);
        } else {
            said[*index].of_use.push(message);
        }
    }
    said
}

struct Source {
    text: String,
    lines: usize,
}

impl Source {
    const fn new() -> Self {
        Self {
            text: String::new(),
            lines: 0,
        }
    }

    /// Adds whole lines; which they are, counted from 1.
    fn append(&mut self, text: &str) -> Range<usize> {
        let first = self.lines + 1;
        self.text.push_str(text);
        self.lines += text.lines().count();
        first..self.lines + 1
    }
}

/// The constant, held against the model's: of arrays that differ in length the compiler
/// tells both.
fn usage(item: &Definition, verdict: &Verdict) -> String {
    let used = item.used();
    let constant = format!("<{used} as Poolable>::MAX_RETAINED_BYTES");
    let mut fields = item.variants.iter().flat_map(|it| &it.fields);
    if fields.any(|field| is_unsized(&field.ty)) {
        // There is no implementation.
        return String::new();
    }
    if item.argument.is_some() && verdict.mistakes > 0 {
        // The bound that the derive finds for a field that is refused: it would be told
        // again (`use-site-stays-quiet/of-generic-type` in `ui.rs`).
        return String::new();
    }
    match verdict.retained {
        Some(retained) if program_of(verdict) == 0 => {
            format!("const _: [(); {retained}] = [(); {constant}];")
        }
        _ => format!("const _: usize = {constant};"),
    }
}

/// A package of its own, which the workspace has no part in.
fn package() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdicts");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let facade = tests.with_file_name("qnpool");
    let facade = facade.display().to_string();
    let mut manifest = format!(
        "[package]\nname = \"verdicts\"\nedition = \"2024\"\nautobins = false\n\
         [dependencies]\nqnpool = {{ path = {facade:?} }}\n[workspace]\n"
    );
    for program in PROGRAMS {
        write!(
            manifest,
            "[[bin]]\nname = \"{program}\"\npath = \"src/{program}.rs\"\n"
        )
        .expect("a string takes any text");
    }
    let copy = |from: PathBuf, to: &str| {
        fs::copy(from, directory.join(to)).expect("a file can be copied");
    };
    fs::create_dir_all(directory.join("src")).expect("the directory of the tests can be written");
    fs::write(directory.join("Cargo.toml"), manifest).expect("a manifest can be written");
    copy(tests.with_file_name("Cargo.lock"), "Cargo.lock");
    copy(tests.join("verdicts/prelude.rs"), "src/prelude.rs");
    directory
}

/// Each error: the program, the line and the text.
fn messages(directory: &Path) -> Vec<(String, usize, String)> {
    let output = Command::new(env!("CARGO"))
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        // The name of a long type is written into a file, which the message names. It is
        // another file each time, so that the compiler takes one error for two.
        .env("RUSTFLAGS", "--diagnostic-width=10000")
        // The build of the workspace has fetched every package that these programs use, and
        // their versions are those of its `Cargo.lock`.
        .args(["check", "--bins", "--keep-going", "--offline", "--quiet"])
        .arg("--message-format=json")
        .output()
        .expect("cargo runs");
    let mut messages = Vec::new();
    let mut checked = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let report: Value = serde_json::from_str(line).expect("cargo writes JSON");
        checked += usize::from(report["reason"] == "build-finished");
        let message = &report["message"];
        if report["reason"] != "compiler-message" || message["level"] != "error" {
            continue;
        }
        let text = message["rendered"].as_str().unwrap_or_default().to_owned();
        // The last one says that there were others.
        if let Some(line) = line_of(message) {
            let program = report["target"]["name"].as_str().unwrap_or_default();
            messages.push((program.to_owned(), line, text));
        }
    }
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(checked, 1, "cargo did not come to an end:\n{told}");
    messages
}

/// Where the error is, in the program: what comes from a macro is where it is called.
fn line_of(message: &Value) -> Option<usize> {
    let spans = message["spans"].as_array()?;
    let mut primary = spans.iter().filter(|span| span["is_primary"] == true);
    let mut span = primary.next()?;
    while !span["expansion"].is_null() && !is_of_program(span) {
        span = &span["expansion"]["span"];
    }
    is_of_program(span)
        .then(|| span["line_start"].as_u64())
        .flatten()
        .and_then(|line| usize::try_from(line).ok())
}

fn is_of_program(span: &Value) -> bool {
    let file = span["file_name"].as_str().unwrap_or_default();
    file.starts_with("src") && !file.ends_with("prelude.rs")
}
