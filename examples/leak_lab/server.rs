//! The service: receives bursts, decodes them and hands them to workers.

use std::io;
use std::mem;
use std::net::UdpSocket;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::contenders::Supply;
use crate::ledger::Ledger;
use crate::packet::Packet;
use crate::traffic::{self, DATAGRAM_ROOM, LARGEST_BURST};

/// After this long without a datagram, the rest of a burst is taken for lost and
/// what has come of it is worked on.
pub(crate) const BURST_TIMEOUT: Duration = Duration::from_millis(20);

/// Packets that may wait for one worker.
const INBOX: usize = 64;

pub(crate) struct Server<'a, S> {
    pub(crate) supply: &'a S,
    pub(crate) socket: UdpSocket,
    pub(crate) ledger: &'a Arc<Ledger>,
    pub(crate) workers: usize,
}

impl<S: Supply> Server<'_, S> {
    /// Runs until the ledger says that nothing more will be sent.
    pub(crate) fn run(&self) -> Result<()> {
        let _open = self.ledger.open();
        self.socket.set_read_timeout(Some(BURST_TIMEOUT))?;
        thread::scope(|scope| {
            let mut inboxes = Vec::new();
            let mut workers = Vec::new();
            for number in 1..=self.workers {
                let (inbox, packets) = sync_channel(INBOX);
                let worker = thread::Builder::new()
                    .name(format!("worker {number}"))
                    .spawn_scoped(scope, || self.work(packets))
                    .context("cannot start a worker")?;
                inboxes.push(inbox);
                workers.push(worker);
            }
            let received = self.receive(&inboxes, &workers);
            drop(inboxes);
            // Joined by hand: the scope alone would not wait until a thread has
            // torn down what it keeps in thread-locals, a pool's cache included.
            for worker in workers {
                worker
                    .join()
                    .unwrap_or_else(|panic| panic::resume_unwind(panic));
            }
            received
        })
    }

    fn receive(
        &self,
        inboxes: &[SyncSender<S::Held>],
        workers: &[ScopedJoinHandle<'_, ()>],
    ) -> Result<()> {
        let room = usize::try_from(LARGEST_BURST)?;
        let mut burst = Vec::with_capacity(room);
        let mut turn = inboxes.iter().cycle();
        let mut packet = self.take();
        loop {
            let complete = match self.receive_into(&mut packet) {
                Ok(()) => {
                    let complete = packet.header.ends_burst || burst.len() + 1 == room;
                    let seq = packet.seq;
                    burst.push(mem::replace(&mut packet, self.take()));
                    self.ledger.receive(seq);
                    complete
                }
                Err(error) if is_timeout(&error) => {
                    if workers.iter().any(ScopedJoinHandle::is_finished) {
                        bail!("a worker died");
                    }
                    if burst.is_empty() && self.ledger.is_finished() {
                        return Ok(());
                    }
                    true
                }
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    // Not of this traffic. What it left in the packet is the
                    // supply's to deal with.
                    packet = self.take();
                    false
                }
                Err(error) => return Err(error).context("cannot receive"),
            };
            if complete {
                for (packet, inbox) in burst.drain(..).zip(&mut turn) {
                    if inbox.send(packet).is_err() {
                        bail!("a worker died");
                    }
                }
            }
        }
    }

    fn take(&self) -> S::Held {
        let packet = self.supply.take();
        if !packet.is_pristine() {
            self.ledger.dirty.add_one();
        }
        packet
    }

    fn receive_into(&self, packet: &mut Packet) -> io::Result<()> {
        packet.buf.resize(DATAGRAM_ROOM, 0);
        let length = self.socket.recv(&mut packet.buf)?;
        packet.buf.truncate(length);
        traffic::decode(packet)?;

        // An answer quotes its question, so the closure holds a copy.
        let question = packet.buf.clone();
        let ledger = Arc::clone(self.ledger);
        packet.reply = Some(Box::new(move |route| ledger.answer(&question, route)));
        Ok(())
    }

    fn work(&self, packets: Receiver<S::Held>) {
        for packet in packets {
            // As servers do, so that one request cannot take a worker down.
            match panic::catch_unwind(AssertUnwindSafe(|| self.supply.serve(packet))) {
                Ok(Ok(())) => {}
                Ok(Err(Damaged)) => self.ledger.failed.add_one(),
                Err(panic) if panic.is::<PlannedPanic>() => self.ledger.panicked.add_one(),
                Err(panic) => panic::resume_unwind(panic),
            }
            self.ledger.settle();
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        // One on Unix, the other on Windows. A signal is as good as a timeout.
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}

/// A request that cannot be answered: its payload does not fit its checksum.
pub(crate) struct Damaged;

/// What a panic carries that the traffic asked for. Any other one is a mistake
/// in this program and ends it.
struct PlannedPanic;

/// Keeps planned panics, and only those, from being reported on stderr.
pub(crate) fn silence_planned_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !info.payload().is::<PlannedPanic>() {
            report(info);
        }
    }));
}

/// The work on one request. Like service code everywhere, it may leave in the
/// middle.
pub(crate) fn answer(packet: &mut Packet) -> Result<(), Damaged> {
    let payload = packet.buf.len();
    reassemble(packet);
    verify(&packet.buf[..payload], packet.header.checksum)?;
    if packet.header.trips_bug {
        panic::panic_any(PlannedPanic);
    }
    let route = packet
        .tags
        .iter()
        .fold(0, |route: u32, tag| route.rotate_left(5) ^ tag);
    if let Some(reply) = packet.reply.take() {
        reply(route);
    }
    Ok(())
}

/// Stands for the fragments of the announced body, which arrive elsewhere.
fn reassemble(packet: &mut Packet) {
    let Ok(announced) = usize::try_from(packet.header.announced) else {
        return;
    };
    let payload = packet.buf.len();
    if announced > payload {
        packet.buf.resize(announced, 0);
        let (fragment, body) = packet.buf.split_at_mut(payload);
        for part in body.chunks_exact_mut(payload) {
            part.copy_from_slice(fragment);
        }
    }
}

fn verify(payload: &[u8], checksum: u32) -> Result<(), Damaged> {
    if traffic::checksum(payload) == checksum {
        Ok(())
    } else {
        Err(Damaged)
    }
}
