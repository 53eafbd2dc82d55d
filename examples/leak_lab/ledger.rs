//! What the threads of one run count.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The sender reads these counters to know how far the server is. They are
/// written with `Release` and read with `Acquire` so that whoever sees a packet
/// settled also sees the memory that it gave up.
#[derive(Default)]
pub(crate) struct Ledger {
    received: AtomicU64,
    reached: AtomicU64,
    settled: AtomicU64,
    finished: AtomicBool,
    closed: AtomicBool,
    pub(crate) answered: Tally,
    pub(crate) failed: Tally,
    pub(crate) panicked: Tally,
    pub(crate) dirty: Tally,
}

impl Ledger {
    /// The datagram of this number was received into a packet.
    pub(crate) fn receive(&self, seq: u64) {
        self.received.fetch_add(1, Ordering::Release);
        self.reached.store(seq + 1, Ordering::Release);
    }

    /// An answer is counted and goes no further: its way back over the network
    /// would cost all contenders the same.
    pub(crate) fn answer(&self, question: &[u8], route: u32) {
        black_box((question, route));
        self.answered.add_one();
    }

    /// A worker has let go of a packet, however it fared with it.
    pub(crate) fn settle(&self) {
        self.settled.fetch_add(1, Ordering::Release);
    }

    /// Nothing more will be sent.
    pub(crate) fn finish(&self) {
        self.finished.store(true, Ordering::Release);
    }

    /// The server is there until the value is dropped, which a panic does too.
    pub(crate) fn open(&self) -> Open<'_> {
        Open(self)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(crate) fn received(&self) -> u64 {
        self.received.load(Ordering::Acquire)
    }

    /// How far into the traffic the server is: `received`, and with it those
    /// before them that the kernel has dropped.
    pub(crate) fn reached(&self) -> u64 {
        self.reached.load(Ordering::Acquire)
    }

    pub(crate) fn settled(&self) -> u64 {
        self.settled.load(Ordering::Acquire)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finished.load(Ordering::Acquire)
    }
}

pub(crate) struct Open<'a>(&'a Ledger);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.closed.store(true, Ordering::Release);
    }
}

#[derive(Default)]
pub(crate) struct Tally(AtomicU64);

impl Tally {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
