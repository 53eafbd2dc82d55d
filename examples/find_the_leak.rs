//! A service with three leaks, and the lines that they are on.
//!
//! ```text
//! cargo run --release --example find_the_leak
//! ```
//!
//! Threads serve requests with packets from one pool. One request in some hundred forgets
//! its packet, one parks it in a map that nobody empties, and now and then a thread waits
//! for ever with one in its hand. The pool's memory is bounded all the while; what grows
//! is what never came back.
//!
//! It prints the census as the leaks grow, at last names the lines, and writes a flame
//! graph and a profile for `go tool pprof`. `--help` lists the rest; with
//! `QNPOOL_LEAKS=1/128` it follows one packet in 128 instead of every one.

#[path = "find_the_leak/options.rs"]
mod options;
#[path = "find_the_leak/report.rs"]
mod report;
#[path = "find_the_leak/service.rs"]
mod service;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;

use crate::options::Options;
use crate::service::{PACKETS, Service};

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("find_the_leak: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    // What cannot be written shows before the load has run and not after.
    let files = options.create_files()?;
    let service = Service::start(options.threads());
    for second in 1..=options.seconds {
        thread::sleep(Duration::from_secs(1));
        println!("\nafter {second} s: {}", PACKETS.census());
        // A generation a second here, so that the verdict has something to look back on.
        PACKETS.tick();
    }
    service.stop();

    let census = PACKETS.census();
    report::print_verdict(&census);
    report::write(&census, &files)?;
    if options.check {
        report::check(&census, &files)?;
    }
    Ok(())
}
