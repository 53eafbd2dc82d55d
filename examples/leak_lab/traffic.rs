//! The traffic: which datagrams are sent, and how one looks on the wire.

use std::io;

use crate::packet::Packet;

/// What a packet's buffer is opened to before a datagram is received into it,
/// and thus the capacity that a pool has a reason to keep.
pub(crate) const DATAGRAM_ROOM: usize = 4096;

/// Size of a body that is announced by one datagram and put together by a worker.
pub(crate) const BODY: u32 = 1 << 20;

/// Datagrams come in bursts, and the server holds a burst until it is complete,
/// as a reorder window does. So this many packets are in use at the same time.
pub(crate) const LARGEST_BURST: u64 = 512;

const SMALLEST_BURST: u64 = 32;

/// A burst that would be larger is cut to `LARGEST_BURST`, so one in five is of
/// full size. A pool with caches for its threads reaches its working set only
/// after several of those, and should do so within the warm-up.
const LARGEST_WISH: u64 = LARGEST_BURST + LARGEST_BURST / 4;

const ENDS_BURST: u8 = 1;
const TRIPS_BUG: u8 = 2;

/// The same seed gives the same datagrams in the same bursts, whatever the
/// server's speed.
pub(crate) struct Traffic {
    random: fastrand::Rng,
    next_seq: u64,
    datagrams: u64,
    left_in_burst: u64,
}

impl Traffic {
    pub(crate) fn new(seed: u64, datagrams: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            next_seq: 0,
            datagrams,
            // The first burst is of full size, so that the service has met its
            // largest working set before anything is concluded from a sample.
            left_in_burst: LARGEST_BURST.min(datagrams),
        }
    }

    /// Writes the next datagram and says whether it ends a burst; `None` when
    /// all are sent.
    pub(crate) fn next(&mut self, datagram: &mut Vec<u8>) -> Option<bool> {
        if self.next_seq == self.datagrams {
            return None;
        }
        self.left_in_burst -= 1;
        let ends_burst = self.left_in_burst == 0;
        self.write(datagram, ends_burst);
        self.next_seq += 1;
        if ends_burst {
            self.left_in_burst = self
                .random
                .u64(SMALLEST_BURST..=LARGEST_WISH)
                .min(LARGEST_BURST)
                .min(self.datagrams - self.next_seq);
        }
        Some(ends_burst)
    }

    fn write(&mut self, datagram: &mut Vec<u8>, ends_burst: bool) {
        let random = &mut self.random;
        let announced = if random.u32(..1000) == 0 { BODY } else { 0 };
        // Rare, as mishaps are in a service that runs for weeks: a pool that
        // loses its packet at each of them would otherwise never grow old
        // enough to show its other leaks.
        let damaged = random.u32(..4000) == 0;
        let trips_bug = random.u32(..20_000) == 0;

        let name = ["/frames", "/telemetry", "/presence", "/positions"][random.usize(..4)];
        let tags = random.u8(..8);
        let mut payload = [0; 1024];
        let payload = &mut payload[..random.usize(64..=1024)];
        random.fill(payload);

        let mut flags = 0;
        if ends_burst {
            flags |= ENDS_BURST;
        }
        if trips_bug {
            flags |= TRIPS_BUG;
        }

        datagram.clear();
        datagram.extend_from_slice(&self.next_seq.to_be_bytes());
        datagram.extend_from_slice(&announced.to_be_bytes());
        let checksum = checksum(payload).wrapping_add(damaged.into());
        datagram.extend_from_slice(&checksum.to_be_bytes());
        datagram.extend_from_slice(&[flags, u8::try_from(name.len()).unwrap_or(0), tags]);
        datagram.extend_from_slice(name.as_bytes());
        for _ in 0..tags {
            datagram.extend_from_slice(&random.u32(..).to_be_bytes());
        }
        datagram.extend_from_slice(payload);
    }
}

pub(crate) fn checksum(payload: &[u8]) -> u32 {
    payload.iter().copied().map(u32::from).sum()
}

/// The datagram is not one of the sender's.
pub(crate) struct Malformed;

impl From<Malformed> for io::Error {
    fn from(_: Malformed) -> Self {
        Self::from(io::ErrorKind::InvalidData)
    }
}

/// Reads the datagram in `packet.buf` into the packet's fields and leaves its
/// payload in `buf`. Written for a pristine packet, as a service's code is: it
/// appends to `name` and `tags`.
pub(crate) fn decode(packet: &mut Packet) -> Result<(), Malformed> {
    let mut rest = packet.buf.as_slice();
    packet.seq = u64::from_be_bytes(take(&mut rest)?);
    packet.header.announced = u32::from_be_bytes(take(&mut rest)?);
    packet.header.checksum = u32::from_be_bytes(take(&mut rest)?);
    let [flags, name, tags] = take(&mut rest)?;
    packet.header.ends_burst = flags & ENDS_BURST != 0;
    packet.header.trips_bug = flags & TRIPS_BUG != 0;

    let (name, mut rest) = rest.split_at_checked(name.into()).ok_or(Malformed)?;
    let name = str::from_utf8(name).map_err(|_| Malformed)?;
    packet.header.name.push_str(name);
    for _ in 0..tags {
        packet.tags.push(u32::from_be_bytes(take(&mut rest)?));
    }

    let head = packet.buf.len() - rest.len();
    packet.buf.drain(..head);
    Ok(())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Malformed> {
    let (taken, left) = rest.split_first_chunk().ok_or(Malformed)?;
    *rest = left;
    Ok(*taken)
}
