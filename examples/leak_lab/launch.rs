//! Starts a contender in a child process and follows what it says.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{ChildStderr, ChildStdout, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::contenders::Contender;
use crate::options::Options;
use crate::report::mebibytes;
use crate::trial::{Message, Outcome, SAMPLES, Sample};

/// All that one contender's run has shown.
pub(crate) struct Record {
    pub(crate) contender: Contender,
    pub(crate) samples: Vec<Sample>,
    pub(crate) outcome: Outcome,
}

pub(crate) fn run(contender: Contender, options: &Options) -> Result<Record> {
    let program = env::current_exe().context("cannot find this program")?;
    let mut child = Command::new(program)
        .args(options.for_child(contender))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start a process for {contender}"))?;
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        bail!("cannot listen to the process of {contender}");
    };
    // Read beside stdout, lest the child wait for room in this pipe.
    let complaint = thread::spawn(move || first_lines(stderr));

    let followed = follow(stdout, contender);
    let status = child
        .wait()
        .with_context(|| format!("lost the process of {contender}"))?;
    let complaint = complaint.join().unwrap_or_default();
    if !status.success() {
        let separator = if complaint.is_empty() { "" } else { ": " };
        bail!("the run of {contender} failed ({status}){separator}{complaint}");
    }
    followed.with_context(|| format!("cannot follow the run of {contender}"))
}

fn follow(stdout: ChildStdout, contender: Contender) -> Result<Record> {
    // Draws nothing where stderr is not a terminal.
    let bar = ProgressBar::new(SAMPLES.into()).with_style(ProgressStyle::with_template(
        "{prefix:22} {bar:30} {percent:>3}%  {msg}",
    )?);
    bar.set_prefix(contender.to_string());

    let mut samples = Vec::new();
    for line in BufReader::new(stdout).lines() {
        match serde_json::from_str(&line?)? {
            Message::Sample(sample) => {
                bar.set_position(samples.len() as u64);
                bar.set_message(format!(
                    "{:.1} MiB live, {} dirty",
                    mebibytes(sample.live),
                    HumanCount(sample.dirty),
                ));
                samples.push(sample);
            }
            Message::Outcome(outcome) => {
                bar.finish();
                return Ok(Record {
                    contender,
                    samples,
                    outcome,
                });
            }
        }
    }
    bar.abandon();
    bail!("it stopped without a result")
}

/// What a process says when it fails, in one line: its own error message, or
/// the place and the message of a panic.
fn first_lines(stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    // What cannot be read is missing from an error message, no more.
    let _ = BufReader::new(stderr).read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !line.is_empty())
        .take(2)
        .map(|line| line.trim_start_matches("leak_lab: "))
        .collect();
    lines.join(" ")
}
