//! An HTTP server on hyper that collects request bodies into pooled buffers, and a client
//! that tries it.
//!
//! ```text
//! cargo run --release --example http_bodies
//! ```
//!
//! The frames of a body go into a buffer of the pool `BODIES`, up to a limit beyond which the
//! answer is 413. `/echo` answers with that buffer, as `Bytes` and without copying, and it is
//! back in the pool when hyper has written it; `/digest` gives it back at once. A client that
//! goes away half-way, or falls silent, costs no buffer either.
//!
//! Without a word a client tries all of that in parallel and over several connections, and
//! then the shutdown: uploads under way are served to their end, those that have none are cut
//! off, and each buffer must be back. It fails if one is not; `--check` is the same with fewer
//! requests. `--serve` serves until Ctrl-C, for a client of yours; `--help` lists the rest.

#[path = "http_bodies/bodies.rs"]
mod bodies;
#[path = "http_bodies/client.rs"]
mod client;
#[path = "http_bodies/options.rs"]
mod options;
#[path = "http_bodies/server.rs"]
mod server;
#[path = "http_bodies/service.rs"]
mod service;
#[path = "http_bodies/trials.rs"]
mod trials;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::bodies::BODIES;
use crate::options::Options;
use crate::server::{Server, Settings};

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http_bodies: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.workers())
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if options.serve {
            serve(options).await?;
        } else {
            trials::run(options).await?;
        }
        BODIES.assert_no_leaks();
        println!(
            "\npool `bodies`, in which no buffer is missing:\n{}",
            BODIES.stats()
        );
        Ok(())
    })
}

async fn serve(options: &Options) -> Result<()> {
    let server = Server::start(Settings {
        listen: options.listen,
        ..Settings::default()
    })
    .await?;
    println!(
        "until Ctrl-C: curl --data-binary @FILE http://{}/echo",
        server.address
    );
    let closed = server.run_until(tokio::signal::ctrl_c()).await?;
    println!(
        "\n{} connections, of which {} were cut off by the end",
        closed.connections, closed.cut_off
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_passes() {
        run(&Options::parse_from(["http_bodies", "--check"])).unwrap();
    }
}
