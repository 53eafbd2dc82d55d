//! The command line.

use std::net::SocketAddr;

use clap::{Parser, value_parser};

/// Serves HTTP with pooled request bodies, and tries that with a client.
#[derive(Parser)]
#[command(name = "http_bodies")]
pub(crate) struct Options {
    /// Connections over which requests come in parallel [default: 32, with --check 4]
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    connections: Option<u16>,

    /// Requests over each connection [default: 1000, with --check 40]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=10_000_000))]
    requests: Option<u32>,

    /// Threads of server and client
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = value_parser!(u16).range(1..=256))]
    workers: u16,

    /// Serve until Ctrl-C, without a client
    #[arg(long, conflicts_with = "check")]
    pub(crate) serve: bool,

    /// With --serve: where to listen; with port 0, at any free port
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:0",
        requires = "serve"
    )]
    pub(crate) listen: SocketAddr,

    /// A short run
    #[arg(long)]
    check: bool,
}

impl Options {
    pub(crate) fn connections(&self) -> u16 {
        self.connections.unwrap_or(if self.check { 4 } else { 32 })
    }

    pub(crate) fn requests(&self) -> u32 {
        self.requests.unwrap_or(if self.check { 40 } else { 1000 })
    }

    pub(crate) fn workers(&self) -> usize {
        self.workers.into()
    }
}
