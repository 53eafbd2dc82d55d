//! The four ways of getting packets, each as a competent colleague writes it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use clap::ValueEnum;
use qnpool::{Guard, Pool};
use serde::{Deserialize, Serialize};

use crate::packet::{self, Header, Packet};
use crate::server::{self, Damaged};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Contender {
    Fresh,
    Mutex,
    ObjectPool,
    Qnpool,
}

impl Contender {
    pub(crate) const ALL: [Self; 4] = [Self::Fresh, Self::Mutex, Self::ObjectPool, Self::Qnpool];

    /// How the command line calls it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Mutex => "mutex",
            Self::ObjectPool => "object-pool",
            Self::Qnpool => "qnpool",
        }
    }
}

impl fmt::Display for Contender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Fresh => "fresh allocation",
            Self::Mutex => "Mutex<Vec<Packet>>",
            Self::ObjectPool => "object-pool + clear()",
            Self::Qnpool => "qnpool",
        })
    }
}

/// Where the service has its packets from.
pub(crate) trait Supply: Send + Sync + 'static {
    type Held: DerefMut<Target = Packet> + Send;

    fn take(&self) -> Self::Held;

    /// Has a worker answer the request in the packet, and lets go of the packet
    /// in the way that users of this supply do.
    fn serve(&self, packet: Self::Held) -> Result<(), Damaged>;

    /// The books at the end of the run; `None` where there is no pool.
    fn stock(&self) -> Option<Stock>;
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub(crate) struct Stock {
    /// Packets that lie in the pool.
    pub(crate) idle: u64,
    /// Packets that were taken and never came back.
    pub(crate) missing: u64,
}

pub(crate) struct FreshAllocation;

impl Supply for FreshAllocation {
    type Held = Box<Packet>;

    fn take(&self) -> Self::Held {
        Box::default()
    }

    fn serve(&self, mut packet: Self::Held) -> Result<(), Damaged> {
        server::answer(&mut packet)
    }

    fn stock(&self) -> Option<Stock> {
        None
    }
}

/// The first version of many a pool: nothing resets a packet, since "every field
/// is overwritten anyway", and it comes back only where a worker reaches the
/// last line.
pub(crate) struct MutexVec;

static PACKETS: Mutex<Vec<Packet>> = Mutex::new(Vec::new());

fn packets() -> MutexGuard<'static, Vec<Packet>> {
    PACKETS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A packet taken out of `PACKETS`.
pub(crate) struct Taken(Packet);

impl Deref for Taken {
    type Target = Packet;

    fn deref(&self) -> &Packet {
        &self.0
    }
}

impl DerefMut for Taken {
    fn deref_mut(&mut self) -> &mut Packet {
        &mut self.0
    }
}

impl Supply for MutexVec {
    type Held = Taken;

    fn take(&self) -> Taken {
        let packet = packets().pop();
        Taken(packet.unwrap_or_default())
    }

    fn serve(&self, mut packet: Taken) -> Result<(), Damaged> {
        server::answer(&mut packet)?;
        packets().push(packet.0);
        Ok(())
    }

    fn stock(&self) -> Option<Stock> {
        Some(without_books(packets().len()))
    }
}

/// Guards bring every packet back, and the caller clears what was used, as
/// object-pool's documentation asks. Two slips are left, both met in pools that
/// went into production. `reply` was added to `Packet` later and is missing
/// below; no test notices, for a worker empties the slot, except when it fails
/// before that. And `clear()` keeps the capacity, so a buffer that once held
/// 1 MiB holds it for good (golang/go#23199 is the same slip in Go).
pub(crate) struct ObjectPool;

static OBJECTS: LazyLock<object_pool::Pool<Packet>> =
    LazyLock::new(|| object_pool::Pool::new(0, Packet::default));

impl Supply for ObjectPool {
    type Held = object_pool::Reusable<'static, Packet>;

    fn take(&self) -> Self::Held {
        let mut packet = OBJECTS.pull(Packet::default);
        packet.buf.clear();
        packet.header = Header::default();
        packet.seq = 0;
        packet.tags.clear();
        packet
    }

    fn serve(&self, mut packet: Self::Held) -> Result<(), Damaged> {
        server::answer(&mut packet)
    }

    fn stock(&self) -> Option<Stock> {
        Some(without_books(OBJECTS.len()))
    }
}

/// What the derive on `Packet` wrote is all there is to reset.
pub(crate) struct Qnpool;

static POOL: Pool<Packet> = Pool::new();

impl Supply for Qnpool {
    type Held = Guard<'static, Packet>;

    fn take(&self) -> Self::Held {
        POOL.get()
    }

    fn serve(&self, mut packet: Self::Held) -> Result<(), Damaged> {
        server::answer(&mut packet)
    }

    fn stock(&self) -> Option<Stock> {
        let stats = POOL.stats();
        Some(Stock {
            idle: stats.idle,
            // The census is empty without QNPOOL_LEAKS.
            missing: stats.outstanding.max(POOL.census().live()),
        })
    }
}

/// For a pool that keeps no count of what it handed out: it never throws a
/// packet away, so what was created and does not lie in it has been lost.
fn without_books(idle: usize) -> Stock {
    let idle = idle as u64;
    Stock {
        idle,
        missing: packet::population().created - idle,
    }
}
