//! A UDP relay on tokio that receives into pooled packets, and a load to drive it.
//!
//! ```text
//! cargo run --release --example udp_relay
//! ```
//!
//! The relay takes each datagram into a packet of the pool `PACKETS`, hands the packet's
//! guard to a task, and the task holds it until the upstream has answered, so that it can
//! ask again. Replies are `Bytes` made of the pooled buffer without copying it. At the end
//! the relay stops receiving, drains its tasks, and asserts that each packet is back.
//!
//! Without a word it runs an upstream that echoes, drives the relay over loopback in
//! alternating rounds with pooled and with fresh packets, under mimalloc, and prints
//! datagrams per second and percentiles of latency. With `--serve` it relays until Ctrl-C;
//! `--check` tries it in a second or two, losses and shutdown included; `--help` lists the
//! rest.

#[path = "udp_relay/check.rs"]
mod check;
#[path = "udp_relay/comparison.rs"]
mod comparison;
#[path = "udp_relay/latency.rs"]
mod latency;
#[path = "udp_relay/load.rs"]
mod load;
#[path = "udp_relay/options.rs"]
mod options;
#[path = "udp_relay/packet.rs"]
mod packet;
#[path = "udp_relay/processor_time.rs"]
mod processor_time;
#[path = "udp_relay/relay.rs"]
mod relay;
#[path = "udp_relay/report.rs"]
mod report;
#[path = "udp_relay/serve.rs"]
mod serve;
#[path = "udp_relay/supply.rs"]
mod supply;
#[path = "udp_relay/upstream.rs"]
mod upstream;
#[path = "udp_relay/waiting.rs"]
mod waiting;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::options::Options;

/// The contender of pooling: with the system's allocator fresh packets would have a harder
/// time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp_relay: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    // The relay has threads of its own; the load and the upstream stay on this one.
    let relays = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.workers())
        .enable_all()
        .build()?;
    let load = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    load.block_on(async {
        if options.check {
            check::run(relays.handle()).await
        } else if options.serve {
            serve::run(relays.handle(), options).await
        } else {
            comparison::run(relays.handle(), options).await
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_passes() {
        run(&Options::parse_from(["udp_relay", "--check"])).unwrap();
    }
}
