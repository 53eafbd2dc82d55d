//! Rounds with pooled and with fresh packets, in turn.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use crate::latency::Percentiles;
use crate::load::{Load, Seen};
use crate::options::Options;
use crate::packet::PACKETS;
use crate::processor_time::processor_time;
use crate::relay::{Running, Settings, Tally};
use crate::report;
use crate::supply::{Fresh, Pooled, Supply};
use crate::upstream::{Manner, Upstream};

/// Before the first round: pages are touched, threads started, and what is pooled is made.
const WARM_UP: Duration = Duration::from_millis(500);

/// One relay, from its start to its end, under one load.
pub(crate) struct Round {
    pub(crate) supply: &'static str,
    pub(crate) sent: u64,
    pub(crate) answered: u64,
    pub(crate) lost: u64,
    pub(crate) damaged: u64,
    pub(crate) elapsed: Duration,
    /// Of the whole process.
    pub(crate) processor_time: Option<Duration>,
    pub(crate) percentiles: Percentiles,
    /// Packets that were allocated.
    pub(crate) made: u64,
    pub(crate) tally: Tally,
}

impl Round {
    #[expect(clippy::cast_precision_loss, reason = "for people to read")]
    pub(crate) fn rate(&self) -> f64 {
        self.answered as f64 / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// Microseconds of processor time for a datagram. Not a number where nobody tells.
    #[expect(clippy::cast_precision_loss, reason = "for people to read")]
    pub(crate) fn cost(&self) -> f64 {
        self.processor_time.map_or(f64::NAN, |time| {
            time.as_secs_f64() * 1e6 / self.answered as f64
        })
    }
}

pub(crate) async fn run(relays: &Handle, options: &Options) -> Result<()> {
    let upstream = Upstream::start(Manner::Echoes).await?;
    let interrupted = Arc::new(AtomicBool::new(false));
    let _listener = listen_for_interrupt(&interrupted);
    let trial = Trial {
        relays,
        upstream: &upstream,
        settings: options.relay(),
        interrupted: &interrupted,
    };

    let load = options.load();
    let warm_up = Load {
        time: WARM_UP,
        ..load
    };
    trial.run::<Pooled>(warm_up).await?;
    trial.run::<Fresh>(warm_up).await?;

    report::print_head(options);
    let mut pairs = Vec::new();
    for round in 1..=options.rounds {
        if interrupted.load(Ordering::Relaxed) {
            break;
        }
        // Neither is always the first.
        let (pooled, fresh) = if round % 2 == 1 {
            let pooled = trial.run::<Pooled>(load).await?;
            (pooled, trial.run::<Fresh>(load).await?)
        } else {
            let fresh = trial.run::<Fresh>(load).await?;
            (trial.run::<Pooled>(load).await?, fresh)
        };
        report::print_round(round, &pooled);
        report::print_round(round, &fresh);
        pairs.push((pooled, fresh));
    }
    if interrupted.load(Ordering::Relaxed) {
        // The last ones may have had less time than the others.
        pairs.pop();
    }
    report::print_verdict(&pairs);
    report::print_packet_costs(packet_cost::<Pooled>(), packet_cost::<Fresh>());
    println!(
        "\npool `{}`, in which no packet is missing:\n{}",
        PACKETS.name(),
        PACKETS.stats()
    );
    Ok(())
}

/// What a packet costs by itself: taken and let go, on one thread. The least of some tries.
fn packet_cost<S: Supply>() -> Duration {
    const TRIES: u32 = 20;
    const PACKETS: u32 = 10_000;

    (0..TRIES)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..PACKETS {
                black_box(S::take());
            }
            start.elapsed() / PACKETS
        })
        .min()
        .unwrap_or_default()
}

/// True from the first Ctrl-C on. Listens until it is dropped.
fn listen_for_interrupt(interrupted: &Arc<AtomicBool>) -> JoinSet<()> {
    let interrupted = Arc::clone(interrupted);
    let mut listener = JoinSet::new();
    listener.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            eprintln!("interrupted: the load ends, and the relay drains");
            interrupted.store(true, Ordering::Relaxed);
        }
    });
    listener
}

/// What the rounds have in common.
pub(crate) struct Trial<'a> {
    pub(crate) relays: &'a Handle,
    pub(crate) upstream: &'a Upstream,
    pub(crate) settings: Settings,
    pub(crate) interrupted: &'a Arc<AtomicBool>,
}

impl Trial<'_> {
    /// Starts a relay, drives it, and stops it; then no packet is out.
    pub(crate) async fn run<S: Supply>(&self, load: Load) -> Result<Round> {
        let made_before = S::made(0);
        let relay = Running::start::<S>(self.relays, self.upstream.address, self.settings).await?;
        let time_before = processor_time();
        let seen = load.drive(relay.address, self.interrupted).await?;
        let tally = relay.stop().await?;
        let processor_time = processor_time()
            .zip(time_before)
            .map(|(after, before)| after.saturating_sub(before));
        S::assert_no_leaks();

        let made = S::made(tally.packets) - made_before;
        let Seen {
            sent,
            lost,
            damaged,
            latencies,
            elapsed,
        } = seen;
        Ok(Round {
            supply: S::NAME,
            sent,
            answered: latencies.len(),
            lost,
            damaged,
            elapsed,
            processor_time,
            percentiles: latencies.percentiles(),
            made,
            tally,
        })
    }
}
