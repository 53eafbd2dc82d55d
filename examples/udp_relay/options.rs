//! The command line.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Parser, value_parser};

use crate::load::Load;
use crate::packet::LARGEST_DATAGRAM;
use crate::relay::Settings;

#[expect(clippy::cast_possible_wrap, reason = "it is a small number")]
const LARGEST: i64 = LARGEST_DATAGRAM as i64;

/// Relays UDP datagrams through pooled packets, and measures that.
#[derive(Parser)]
#[command(name = "udp_relay")]
pub(crate) struct Options {
    /// Rounds of each kind, pooled and fresh in turn
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,

    /// How long a round is
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = value_parser!(u64).range(1..=86_400))]
    seconds: u64,

    /// Clients, each with a socket of its own
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = value_parser!(u16).range(1..=1024))]
    clients: u16,

    /// Datagrams that a client has under way
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = value_parser!(u16).range(1..=256))]
    window: u16,

    /// Bytes of the largest datagram; the smallest has 8, and all sizes between are sent
    #[arg(long, value_name = "BYTES", default_value_t = 1472, value_parser = value_parser!(u16).range(8..=LARGEST))]
    size: u16,

    /// Threads of the relay
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = value_parser!(u16).range(1..=256))]
    workers: u16,

    /// Requests that the relay works on at once; it receives no more meanwhile
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = value_parser!(u32).range(1..=1_000_000))]
    in_flight: u32,

    /// Relay until Ctrl-C, without a load
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

    /// With --serve: where to relay to [default: an echo server of our own]
    #[arg(long, value_name = "ADDRESS", requires = "serve")]
    pub(crate) upstream: Option<SocketAddr>,

    /// Fail unless replies are whole, losses are got over, and each packet comes back
    #[arg(long)]
    pub(crate) check: bool,
}

impl Options {
    pub(crate) fn workers(&self) -> usize {
        self.workers.into()
    }

    pub(crate) fn relay(&self) -> Settings {
        Settings {
            listen: self.listen,
            in_flight: usize::try_from(self.in_flight).unwrap_or(usize::MAX),
            ..Settings::default()
        }
    }

    pub(crate) fn load(&self) -> Load {
        Load {
            clients: self.clients.into(),
            window: self.window.into(),
            largest: self.size.into(),
            time: Duration::from_secs(self.seconds),
            datagrams: u64::MAX,
            lost_after: Duration::from_secs(1),
        }
    }
}
