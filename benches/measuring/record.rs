//! Adds a run to a file of `benches/figures`.

#[path = "data.rs"]
mod data;

use std::env::{self, consts};
use std::fs;
use std::io::ErrorKind;
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::thread;

use data::{Data, Run};

/// Whether the environment asks for it, with `QNPOOL_RECORD=1`.
///
/// # Panics
///
/// If it asks to record a quick look, whose figures are too rough.
pub(crate) fn is_wanted() -> bool {
    let is_wanted = env::var_os("QNPOOL_RECORD").is_some();
    let is_quick = env::args().any(|argument| argument == "--quick");
    assert!(!(is_wanted && is_quick), "a quick look is not recorded");
    is_wanted
}

/// Adds `figures`, each with its scenario and contender, to `benches/figures/<file>.tsv`.
pub(crate) fn add_run(file: &str, figures: &[(String, String, f64)]) {
    assert!(!figures.is_empty(), "nothing was measured");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("figures/{file}.tsv"));
    let text = fs::read_to_string(&path).or_else(|error| match error.kind() {
        ErrorKind::NotFound => Ok(String::new()),
        _ => Err(error),
    });
    let mut data = Data::parse(&text.expect("the file can be read"));
    let run = Run {
        date: output("date", &["-u", "+%F"]),
        machine: machine(),
    };
    data.add(run, figures);
    fs::write(&path, data.render()).expect("the file can be written");
    println!("\nrun {} is in benches/figures/{file}.tsv", data.runs.len());
}

fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == "model name").then(|| format!("{}, ", value.trim()))
    });
    let compiler = output("rustc", &["--version"]);
    let compiler: Vec<&str> = compiler.split(' ').take(2).collect();
    format!(
        "{cores} cores, {}{}, {}, {}",
        processor.unwrap_or_default(),
        consts::ARCH,
        consts::OS,
        compiler.join(" ")
    )
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("it prints text");
    text.trim().to_owned()
}
