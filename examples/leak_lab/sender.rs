//! The client: sends the traffic, no faster than the server takes it.

use std::net::UdpSocket;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::ledger::Ledger;
use crate::server::BURST_TIMEOUT;
use crate::traffic::Traffic;

/// Datagrams that may wait in the server's socket. Linux charges a datagram of
/// this traffic with some 2,300 bytes at most and grants a socket 208 KiB, so
/// 90 would fit.
const WINDOW: u64 = 64;

/// Without any progress for this long, what is still on the way counts as lost.
/// The server has to notice a lost end of a burst first.
const PATIENCE: Duration = Duration::from_millis(300);
const _: () = assert!(PATIENCE.as_millis() > 2 * BURST_TIMEOUT.as_millis());

pub(crate) struct Sender<'a> {
    pub(crate) socket: UdpSocket,
    pub(crate) ledger: &'a Ledger,
    pub(crate) sent: u64,
    /// Up to this one, what has not been received is taken for lost. It is not
    /// waited for, though it may still turn up.
    pub(crate) written_off: u64,
}

impl Sender<'_> {
    /// Sends burst after burst until the traffic ends or `at_rest` returns
    /// false. `at_rest` is called between two bursts, when every packet of the
    /// last one has been dealt with, and told how many datagrams were sent.
    pub(crate) fn run(
        &mut self,
        traffic: &mut Traffic,
        mut at_rest: impl FnMut(u64) -> Result<bool>,
    ) -> Result<()> {
        let mut datagram = Vec::new();
        while let Some(ends_burst) = traffic.next(&mut datagram) {
            self.wait_until(|sender| sender.on_the_way() < WINDOW)?;
            self.sent += 1;
            // A datagram that the kernel refuses is lost like one that it drops.
            let _ = self.socket.send(&datagram);
            if ends_burst {
                self.wait_until(|sender| {
                    sender.on_the_way() == 0 && sender.ledger.settled() == sender.ledger.received()
                })?;
                if !at_rest(self.sent)? {
                    break;
                }
            }
        }
        Ok(())
    }

    fn on_the_way(&self) -> u64 {
        self.sent - self.ledger.reached().max(self.written_off)
    }

    fn wait_until(&mut self, reached: impl Fn(&Self) -> bool) -> Result<()> {
        let mut last = (0, 0);
        let mut since = Instant::now();
        while !reached(self) {
            thread::sleep(Duration::from_micros(50));
            let now = (self.ledger.received(), self.ledger.settled());
            if now != last {
                last = now;
                since = Instant::now();
            } else if since.elapsed() > PATIENCE {
                self.written_off = self.sent;
                since = Instant::now();
                if self.ledger.is_closed() {
                    bail!("the server stopped");
                }
            }
        }
        Ok(())
    }
}
