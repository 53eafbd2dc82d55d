//! A service whose pools are watched by Prometheus, with a leak to find.
//!
//! ```text
//! cargo run --release --example metrics_server
//! curl http://127.0.0.1:9464/metrics
//! ```
//!
//! It serves `/metrics` over HTTP. Of two pools one loses a response now and then: see its
//! verdict change within half a minute, and its call site name the line. `--leak-every 0`
//! mends it, `--help` lists the rest. The folder `dashboards` has alert rules and a Grafana
//! dashboard for what is served.

#[path = "metrics_server/http.rs"]
mod http;
#[path = "metrics_server/service.rs"]
mod service;

use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Parser, value_parser};
use metrics_exporter_prometheus::PrometheusBuilder;

/// Serves the figures of two pools to Prometheus, with a leak to find in one of them.
#[derive(Parser)]
#[command(name = "metrics_server")]
struct Options {
    /// Where to listen; with port 0, at any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9464")]
    address: SocketAddr,

    /// How long to run [default: until interrupted]
    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=31_536_000))]
    seconds: Option<u64>,

    /// Of so many responses one is leaked; 0 leaks none, 1 leaks all
    #[arg(long, value_name = "N", default_value_t = 100)]
    leak_every: u64,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("metrics_server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let listener = TcpListener::bind(options.address)
        .with_context(|| format!("cannot listen at {}", options.address))?;
    let address = listener.local_addr()?;
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot install the recorder")?;

    let leak_every = NonZero::new(options.leak_every);
    thread::spawn(move || service::run(leak_every));
    thread::spawn(move || {
        http::serve(&listener, || {
            qnpool::metrics::publish();
            recorder.render()
        });
    });

    println!("curl http://{address}/metrics");
    match options.seconds {
        Some(seconds) => thread::sleep(Duration::from_secs(seconds)),
        None => loop {
            thread::park();
        },
    }
    Ok(())
}
