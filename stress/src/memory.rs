//! Crowds and a service's traffic in one process, and its memory by the minute.

use std::collections::VecDeque;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;
use qnpool::{Guard, Pool, Poolable};

use crate::crowd::Crowd;
use crate::identities::assert_identities;
use crate::volatile::{Planned, planned};
use crate::{Extent, join};

const MINUTE: u64 = 60;
const WORKERS: usize = 4;
const LARGEST_BURST: usize = 512;
const BODY: usize = 1 << 20;

#[derive(Default, Poolable)]
#[pool(max_capacity = 4096)]
struct Packet {
    body: Vec<u8>,
    name: String,
    #[pool(max_capacity = 16)]
    tags: Vec<u32>,
    reply: Option<Box<dyn FnOnce() -> usize + Send>>,
}

static PACKETS: Pool<Packet> = Pool::new();

/// Prints a line of a table each minute, or four of them in a shorter run. It measures, and
/// is not one of `all`.
///
/// The traffic is like that of the example `leak_lab`, without a network: packets of all sizes
/// in bursts, bodies of a megabyte, requests that fail or panic half-way, and workers that drop
/// what another thread took. Beside it one crowd comes after another, each with new threads and
/// a new pool.
///
/// # Panics
///
/// If a packet is not pristine when it is taken, or does not come back, or a crowd finds
/// something.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    let time = match extent {
        Extent::Test => Duration::from_secs(1),
        Extent::Short => Duration::from_secs(20),
        Extent::Long => Duration::from_secs(60 * MINUTE),
        Extent::For(time) => time,
    };
    let step = Duration::from_secs(MINUTE).min(time / 4);
    let mut random = Rng::with_seed(seed);
    let mut of_service = random.fork();
    let (is_over, crowds) = (AtomicBool::new(false), AtomicU64::new(0));
    let gets_before = PACKETS.stats().gets;
    let start = Instant::now();
    let mut resident = Vec::new();
    println!("| minutes | resident, MiB | packets, millions | crowds |\n|---|---|---|---|");
    thread::scope(|scope| {
        let _over = Over(&is_over);
        let service = scope.spawn(|| serve(&mut of_service, &is_over));
        let crowd = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let _ = Crowd::any(&mut random).run(extent.size(10_000, 200_000));
                crowds.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut next = Duration::ZERO;
        loop {
            resident.push(print_line(start.elapsed(), &crowds));
            next += step;
            if next > time || service.is_finished() || crowd.is_finished() {
                break;
            }
            thread::sleep(next.saturating_sub(start.elapsed()));
        }
        is_over.store(true, Ordering::Relaxed);
        join([service, crowd]);
    });
    let stats = PACKETS.stats();
    assert_eq!(stats.outstanding, 0, "{stats:?}");
    assert_identities(stats);
    let [first, last] = [&resident[1..], &resident[resident.len() - 1..]].map(|them| them[0]);
    format!(
        "{:.0} s, {} packets, {} crowds, {first:.1} MiB after the first line and {last:.1} at last",
        start.elapsed().as_secs_f64(),
        stats.gets - gets_before,
        crowds.into_inner()
    )
}

/// Says that it is over, also if a thread panics.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn print_line(elapsed: Duration, crowds: &AtomicU64) -> f64 {
    let minutes = elapsed.as_secs_f64() / 60.0;
    let resident = resident_kib() as f64 / 1024.0;
    let packets = PACKETS.stats().gets as f64 / 1e6;
    let crowds = crowds.load(Ordering::Relaxed);
    println!("| {minutes:.1} | {resident:.1} | {packets:.2} | {crowds} |");
    resident
}

/// 0 where the system does not tell it as Linux does.
fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok());
    kib.unwrap_or(0)
}

type Taken = Guard<'static, Packet>;

/// Receives bursts, and hands each packet to a worker when its burst is complete.
fn serve(random: &mut Rng, is_over: &AtomicBool) {
    thread::scope(|scope| {
        let (inboxes, threads): (Vec<SyncSender<Taken>>, Vec<_>) = (0..WORKERS)
            .map(|_| {
                let (inbox, packets) = sync_channel(64);
                let random = random.fork();
                (inbox, scope.spawn(move || work(random, packets)))
            })
            .unzip();
        let mut burst = VecDeque::new();
        while !is_over.load(Ordering::Relaxed) {
            for _ in 0..random.usize(32..=LARGEST_BURST) {
                burst.push_back(received(random));
            }
            for (packet, inbox) in burst.drain(..).zip(inboxes.iter().cycle()) {
                assert!(inbox.send(packet).is_ok(), "a worker died");
            }
        }
        drop(inboxes);
        join(threads);
    });
}

fn received(random: &mut Rng) -> Taken {
    let mut packet = PACKETS.get();
    let Packet {
        body,
        name,
        tags,
        reply,
    } = &*packet;
    assert!(
        body.is_empty() && name.is_empty() && tags.is_empty() && reply.is_none(),
        "pristine"
    );
    let length = random.usize(64..=1024);
    packet.body.resize(4096, random.u8(..));
    packet.body.truncate(length);
    packet.name.push_str("/telemetry");
    packet.tags.extend((0..random.u32(..8)).map(|tag| tag * 7));
    let question = packet.body.clone();
    packet.reply = Some(Box::new(move || question.len()));
    packet
}

/// As a server's workers, which one request cannot take down.
fn work(mut random: Rng, packets: Receiver<Taken>) {
    for packet in packets {
        match catch_unwind(AssertUnwindSafe(|| answer(packet, &mut random))) {
            Err(panic) if !panic.is::<Planned>() => resume_unwind(panic),
            _ => (),
        }
    }
}

fn answer(mut packet: Taken, random: &mut Rng) {
    if random.u32(..1000) == 0 {
        packet.body.resize(BODY, 1);
    }
    if random.u32(..4000) == 0 {
        // Damaged: there is no answer.
        return;
    }
    if random.u32(..20_000) == 0 {
        planned();
    }
    let reply = packet.reply.take().expect("it was received");
    assert!(reply() <= packet.body.len());
}
