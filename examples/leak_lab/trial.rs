//! One contender under traffic, in a process of its own.

use std::io::{self, Write};
use std::net::UdpSocket;
use std::panic;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::contenders::{Contender, FreshAllocation, MutexVec, ObjectPool, Qnpool, Stock, Supply};
use crate::ledger::Ledger;
use crate::options::Options;
use crate::sender::Sender;
use crate::server::{self, Server};
use crate::traffic::Traffic;
use crate::{meter, packet};

/// Samples of a run, spread evenly over its datagrams or over the time it may
/// take, whichever of the two ends first.
pub(crate) const SAMPLES: u8 = 60;

/// What a child process says on stdout, one message a line.
#[derive(Deserialize, Serialize)]
pub(crate) enum Message {
    Sample(Sample),
    Outcome(Outcome),
}

/// The state of the process between two bursts, when every packet is back where
/// it came from. The one that the server holds ready to receive into counts as
/// alive. All counts are since the start.
///
/// Measured anywhere else, memory would move with the bodies that happen to be
/// in work, 1 MiB each, and no bound of 5 % could tell that from a leak.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Sample {
    /// How much of the run is over, from 0 to 1.
    pub(crate) progress: f64,
    pub(crate) elapsed: Duration,
    pub(crate) received: u64,
    pub(crate) live: u64,
    pub(crate) allocated: u64,
    pub(crate) resident: Option<u64>,
    pub(crate) packets: u64,
    pub(crate) dirty: u64,
}

/// The books after all threads have ended.
#[derive(Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) answered: u64,
    pub(crate) failed: u64,
    pub(crate) panicked: u64,
    pub(crate) dirty: u64,
    pub(crate) created: u64,
    pub(crate) alive: u64,
    pub(crate) stock: Option<Stock>,
}

pub(crate) fn run(contender: Contender, options: &Options) -> Result<()> {
    server::silence_planned_panics();
    match contender {
        Contender::Fresh => run_with(&FreshAllocation, options),
        Contender::Mutex => run_with(&MutexVec, options),
        Contender::ObjectPool => run_with(&ObjectPool, options),
        Contender::Qnpool => run_with(&Qnpool, options),
    }
}

fn run_with(supply: &impl Supply, options: &Options) -> Result<()> {
    let socket = options.bind()?;
    let address = socket.local_addr()?;
    let client = UdpSocket::bind((address.ip(), 0)).context("cannot bind a client")?;
    client.connect(address).context("cannot reach the server")?;
    // Nobody else's datagrams are let in.
    socket.connect(client.local_addr()?)?;
    let ledger = Arc::new(Ledger::default());
    let server = Server {
        supply,
        socket,
        ledger: &ledger,
        workers: options.workers(),
    };

    let sent = thread::scope(|scope| {
        let server = thread::Builder::new()
            .name("server".to_owned())
            .spawn_scoped(scope, || server.run())
            .context("cannot start the server")?;
        let sender = thread::Builder::new()
            .name("sender".to_owned())
            .spawn_scoped(scope, || {
                let mut sender = Sender {
                    socket: client,
                    ledger: &ledger,
                    sent: 0,
                    written_off: 0,
                };
                let mut traffic = Traffic::new(options.seed, options.datagrams());
                let mut observer = Observer::new(options, &ledger);
                let ended = observer
                    .at_rest(0)
                    .and_then(|_| sender.run(&mut traffic, |sent| observer.at_rest(sent)));
                ended.map(|()| sender.sent)
            })
            .context("cannot start the sender");
        let sent = sender.map(ScopedJoinHandle::join);
        // Whatever became of the sender, the server is not to wait for more.
        ledger.finish();
        join(server.join())?;
        join(sent?)
    })?;

    let population = packet::population();
    tell(&Message::Outcome(Outcome {
        sent,
        received: ledger.received(),
        answered: ledger.answered.get(),
        failed: ledger.failed.get(),
        panicked: ledger.panicked.get(),
        dirty: ledger.dirty.get(),
        created: population.created,
        alive: population.alive,
        stock: supply.stock(),
    }))
}

fn join<T>(ended: thread::Result<T>) -> T {
    ended.unwrap_or_else(|panic| panic::resume_unwind(panic))
}

/// Takes the samples.
struct Observer<'a> {
    ledger: &'a Ledger,
    options: &'a Options,
    start: Instant,
    /// The progress at which the next sample is due.
    next_sample: f64,
}

impl<'a> Observer<'a> {
    fn new(options: &'a Options, ledger: &'a Ledger) -> Self {
        Self {
            ledger,
            options,
            start: Instant::now(),
            next_sample: 0.0,
        }
    }

    /// Takes a sample if one is due, and says whether the run goes on.
    fn at_rest(&mut self, sent: u64) -> Result<bool> {
        let elapsed = self.start.elapsed();
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
        let of_datagrams = sent as f64 / self.options.datagrams() as f64;
        let of_time = elapsed.as_secs_f64() / self.options.time().as_secs_f64();
        let progress = of_datagrams.max(of_time).min(1.0);
        if progress >= self.next_sample || progress >= 1.0 {
            self.next_sample = progress + 1.0 / f64::from(SAMPLES);
            let memory = meter::memory();
            tell(&Message::Sample(Sample {
                progress,
                elapsed,
                received: self.ledger.received(),
                live: memory.live,
                allocated: memory.allocated,
                resident: memory.resident,
                packets: packet::population().alive,
                dirty: self.ledger.dirty.get(),
            }))?;
        }
        Ok(progress < 1.0)
    }
}

fn tell(message: &Message) -> Result<()> {
    let mut line = serde_json::to_string(message)?;
    line.push('\n');
    io::stdout()
        .write_all(line.as_bytes())
        .context("nobody listens to the results")
}
