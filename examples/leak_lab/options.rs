//! The command line.

use std::fs::{self, OpenOptions};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Parser, value_parser};

use crate::contenders::Contender;

/// Runs one UDP service with four ways of getting packets, and shows which of
/// them leak.
#[derive(Parser)]
#[command(name = "leak_lab")]
pub(crate) struct Options {
    /// Datagrams sent to each contender [default: 800000, with --quick 200000; with --seconds
    /// as many as there is time for]
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..))]
    datagrams: Option<u64>,

    /// Longest time for each contender [default: 15, with --quick 4]
    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=86_400))]
    seconds: Option<u64>,

    /// Worker threads of the service
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = value_parser!(u16).range(1..=256))]
    workers: u16,

    /// Seed of the traffic: the same seed gives the same datagrams
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Folder for the chart
    #[arg(long, value_name = "DIR", default_value = "target/leak_lab")]
    out: PathBuf,

    /// Runs this contender alone
    #[arg(long, value_name = "CONTENDER")]
    only: Option<Contender>,

    /// UDP port of the service on 127.0.0.1, 0 for any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// A short run
    #[arg(long)]
    quick: bool,

    /// Fail unless qnpool's memory stays flat, no packet of its arrives dirty,
    /// and every one comes back
    #[arg(long)]
    pub(crate) check: bool,

    /// Runs one contender in this process and reports on stdout
    #[arg(long, hide = true)]
    pub(crate) contender: Option<Contender>,
}

impl Options {
    pub(crate) fn datagrams(&self) -> u64 {
        let default = match (self.seconds, self.quick) {
            (Some(_), _) => u64::MAX,
            (None, true) => 200_000,
            (None, false) => 800_000,
        };
        self.datagrams.unwrap_or(default)
    }

    pub(crate) fn contenders(&self) -> Vec<Contender> {
        let mut contenders = Contender::ALL.to_vec();
        contenders.retain(|&contender| self.only.is_none_or(|only| only == contender));
        contenders
    }

    pub(crate) fn time(&self) -> Duration {
        let default = if self.quick { 4 } else { 15 };
        Duration::from_secs(self.seconds.unwrap_or(default))
    }

    pub(crate) fn workers(&self) -> usize {
        self.workers.into()
    }

    pub(crate) fn bind(&self) -> Result<UdpSocket> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        UdpSocket::bind(address).with_context(|| format!("cannot bind {address}"))
    }

    /// Where the chart goes. Creates it, so that a folder that cannot be written
    /// shows before the traffic has run and not after.
    pub(crate) fn create_chart(&self) -> Result<PathBuf> {
        let path = self.out.join("leak_lab.svg");
        fs::create_dir_all(&self.out)
            .and_then(|()| OpenOptions::new().append(true).create(true).open(&path))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// The command line that has a child process do the same with one contender.
    pub(crate) fn for_child(&self, contender: Contender) -> Vec<String> {
        [
            ("--contender", contender.word().to_owned()),
            ("--datagrams", self.datagrams().to_string()),
            ("--seconds", self.time().as_secs().to_string()),
            ("--workers", self.workers.to_string()),
            ("--seed", self.seed.to_string()),
            ("--port", self.port.to_string()),
        ]
        .into_iter()
        .flat_map(|(option, value)| [option.to_owned(), value])
        .collect()
    }
}
