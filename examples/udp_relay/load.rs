//! The load: clients that each keep a number of datagrams under way, and look whether what
//! comes back is what they sent.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::{self, MissedTickBehavior};

use crate::latency::Latencies;
use crate::packet::LARGEST_DATAGRAM;

/// In front of each datagram of a client stands its number.
const HEADER: usize = size_of::<u64>();

/// How often a client looks for lost ones.
const LOOK_EVERY: Duration = Duration::from_millis(20);

#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) clients: usize,
    /// Datagrams that a client has under way.
    pub(crate) window: usize,
    /// Bytes of the largest datagram.
    pub(crate) largest: usize,
    /// How long they go on sending.
    pub(crate) time: Duration,
    /// How many each sends at the most.
    pub(crate) datagrams: u64,
    /// After so long a datagram is taken for lost, and its place given to another. Longer
    /// than the relay tries to get a reply.
    pub(crate) lost_after: Duration,
}

/// What the clients saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) sent: u64,
    pub(crate) lost: u64,
    /// Answers that are not what was sent.
    pub(crate) damaged: u64,
    /// One for each answer that was in time.
    pub(crate) latencies: Latencies,
    /// Until the last client had its last answer, or had given it up.
    pub(crate) elapsed: Duration,
}

impl Load {
    /// Drives the relay at `relay`. Ends early if `interrupted` becomes true.
    pub(crate) async fn drive(
        self,
        relay: SocketAddr,
        interrupted: &Arc<AtomicBool>,
    ) -> Result<Seen> {
        let start = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..self.clients {
            let client = Client::connect(relay, self).await?;
            clients.spawn(client.run(start + self.time, Arc::clone(interrupted)));
        }
        let mut all = Seen::default();
        while let Some(client) = clients.join_next().await {
            all.add(client??);
        }
        Ok(all)
    }
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.lost += other.lost;
        self.damaged += other.damaged;
        self.latencies.append(other.latencies);
        self.elapsed = self.elapsed.max(other.elapsed);
    }
}

/// A datagram under way.
#[derive(Clone, Copy)]
struct Sent {
    number: u64,
    at: Instant,
}

struct Client {
    socket: UdpSocket,
    /// Number `n` is under way in the place `n % window`, if at all.
    places: Vec<Option<Sent>>,
    load: Load,
    outgoing: Vec<u8>,
    seen: Seen,
}

impl Client {
    async fn connect(relay: SocketAddr, load: Load) -> Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        socket
            .connect(relay)
            .await
            .context("cannot reach the relay")?;
        Ok(Self {
            socket,
            places: vec![None; load.window],
            load,
            outgoing: Vec::with_capacity(load.largest),
            seen: Seen::default(),
        })
    }

    async fn run(mut self, end: Instant, interrupted: Arc<AtomicBool>) -> Result<Seen> {
        let start = Instant::now();
        let mut look = time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Larger than whatever comes, so that a longer answer does not look like the right one.
        let mut incoming = [0; 2 * LARGEST_DATAGRAM];
        for number in 0..self.load.datagrams.min(self.places.len() as u64) {
            self.send(number).await;
        }
        while self.places.iter().any(Option::is_some) {
            let is_sending = self.seen.sent < self.load.datagrams
                && Instant::now() < end
                && !interrupted.load(Ordering::Relaxed);
            tokio::select! {
                received = self.socket.recv(&mut incoming) => {
                    // An error is of a datagram before, which is then lost.
                    let Ok(length) = received else { continue };
                    if let Some(answered) = self.take_answer(&incoming[..length]) && is_sending {
                        self.send(answered + self.places.len() as u64).await;
                    }
                }
                _ = look.tick() => self.give_up_lost(is_sending).await,
            }
        }
        self.seen.elapsed = start.elapsed();
        Ok(self.seen)
    }

    async fn send(&mut self, number: u64) {
        self.outgoing.clear();
        write_datagram(&mut self.outgoing, number, self.load.largest);
        let place = self.place(number);
        let at = Instant::now();
        self.places[place] = Some(Sent { number, at });
        self.seen.sent += 1;
        // What cannot be sent is lost.
        let _ = self.socket.send(&self.outgoing).await;
    }

    fn place(&self, number: u64) -> usize {
        usize::try_from(number % self.places.len() as u64).expect("it is less than a length")
    }

    /// The number of the datagram that this answers, if one is under way that it does.
    fn take_answer(&mut self, answer: &[u8]) -> Option<u64> {
        let Some((header, _)) = answer.split_first_chunk::<HEADER>() else {
            self.seen.damaged += 1;
            return None;
        };
        let number = u64::from_be_bytes(*header);
        self.outgoing.clear();
        write_datagram(&mut self.outgoing, number, self.load.largest);
        if self.outgoing != answer {
            self.seen.damaged += 1;
            return None;
        }
        let place = self.place(number);
        // It may have been answered before, or given up.
        let sent = self.places[place].take_if(|sent| sent.number == number)?;
        self.seen.latencies.push(sent.at.elapsed());
        Some(number)
    }

    async fn give_up_lost(&mut self, is_sending: bool) {
        for place in 0..self.places.len() {
            let lost = self.places[place].take_if(|sent| sent.at.elapsed() > self.load.lost_after);
            if let Some(lost) = lost {
                self.seen.lost += 1;
                if is_sending && self.seen.sent < self.load.datagrams {
                    self.send(lost.number + self.places.len() as u64).await;
                }
            }
        }
    }
}

/// Each number has a datagram of its own: it tells length and content.
fn write_datagram(datagram: &mut Vec<u8>, number: u64, largest: usize) {
    const PATTERN: [u8; 256 + LARGEST_DATAGRAM] = {
        let mut pattern = [0; 256 + LARGEST_DATAGRAM];
        let mut at = 0;
        while at < pattern.len() {
            pattern[at] = at.to_le_bytes()[0] ^ at.to_le_bytes()[1];
            at += 1;
        }
        pattern
    };
    // A step that is prime to any span goes through all sizes, in no order that a buffer
    // grows by.
    let sizes = (largest - HEADER + 1) as u64;
    let size = usize::try_from(number.wrapping_mul(7919) % sizes).expect("it is less than a size");
    let from = usize::from(number.to_le_bytes()[0]);
    datagram.extend_from_slice(&number.to_be_bytes());
    datagram.extend_from_slice(&PATTERN[from..from + size]);
}
