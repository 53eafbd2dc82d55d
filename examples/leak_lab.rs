//! Four ways of getting packets, under the same traffic: which of them leak?
//!
//! ```text
//! cargo run --release --example leak_lab
//! ```
//!
//! A UDP server on the loopback interface receives datagrams into packets,
//! decodes them and hands them to worker threads. One datagram in a thousand
//! announces a body of 1 MiB, some workers fail half-way, some panic. The same
//! datagrams go to four contenders, each in a process of its own: fresh
//! allocation, a hand-written `Mutex<Vec<Packet>>`, object-pool with `clear()`
//! by hand, and qnpool.
//!
//! It prints a table for each and writes a chart of their memory over time.
//! `--quick` makes it short, `--check` makes it fail if qnpool leaks, `--only qnpool
//! --seconds 3600` makes it a soak, `--help` lists the rest.

#[path = "leak_lab/chart.rs"]
mod chart;
#[path = "leak_lab/contenders.rs"]
mod contenders;
#[path = "leak_lab/launch.rs"]
mod launch;
#[path = "leak_lab/ledger.rs"]
mod ledger;
#[path = "leak_lab/meter.rs"]
mod meter;
#[path = "leak_lab/options.rs"]
mod options;
#[path = "leak_lab/packet.rs"]
mod packet;
#[path = "leak_lab/report.rs"]
mod report;
#[path = "leak_lab/sender.rs"]
mod sender;
#[path = "leak_lab/server.rs"]
mod server;
#[path = "leak_lab/traffic.rs"]
mod traffic;
#[path = "leak_lab/trial.rs"]
mod trial;
#[path = "leak_lab/verdict.rs"]
mod verdict;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::options::Options;

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) if error.use_stderr() => {
            // The first line says what is wrong; below it clap explains at length.
            let message = error.to_string();
            let line = message.lines().next().unwrap_or_default();
            eprintln!("leak_lab: {}", line.trim_start_matches("error: "));
            return ExitCode::from(2);
        }
        // Help was asked for.
        Err(error) => error.exit(),
    };
    let done = match options.contender {
        Some(contender) => trial::run(contender, &options),
        None => compare(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leak_lab: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn compare(options: &Options) -> Result<()> {
    // What every child would trip over is tried first. The socket is closed
    // again at once, for they need the port.
    options.bind()?;
    let chart = options.create_chart()?;

    let records = options
        .contenders()
        .into_iter()
        .map(|contender| launch::run(contender, options))
        .collect::<Result<Vec<_>>>()?;

    report::print_legend();
    for record in &records {
        report::print_table(record);
    }
    report::print_summary(&records);
    chart::draw(&records, &chart)?;
    println!("\nchart: {}", chart.display());

    if options.check {
        verdict::check(&records)?;
    }
    Ok(())
}
