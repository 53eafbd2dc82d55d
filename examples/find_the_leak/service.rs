//! The service, its load, and its three leaks.

use std::collections::HashMap;
use std::hint::black_box;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use qnpool::{Guard, LeakDetection, Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_capacity = 4096)]
pub(crate) struct Packet {
    body: Vec<u8>,
    session: u64,
}

// Three lines is all that detection takes; QNPOOL_LEAKS would do without them.
pub(crate) static PACKETS: Pool<Packet> = Pool::builder()
    .name("packets")
    .leak_detection(LeakDetection::All)
    .build();

/// Each leak's function has one of these above it, so that `--check` knows the line.
pub(crate) struct Planted {
    pub(crate) what: &'static str,
    pub(crate) function: &'static str,
    pub(crate) line: u32,
    pub(crate) lost: AtomicU64,
}

impl Planted {
    const fn new(what: &'static str, function: &'static str, line: u32) -> Self {
        Self {
            what,
            function,
            line,
            lost: AtomicU64::new(0),
        }
    }

    fn count(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }
}

pub(crate) static PLANTED: [Planted; 3] = [
    Planted::new("a guard that is forgotten", "hand_to_device", FORGOTTEN),
    Planted::new("a guard parked in a map", "open_session", PARKED),
    Planted::new("a guard held by a stuck thread", "ask_somebody", STUCK),
];

/// Sessions that wait for a second packet; most of them get it.
static SESSIONS: Mutex<Option<HashMap<u64, Guard<'static, Packet>>>> = Mutex::new(None);

/// What nobody answers. The stuck threads wait at the other ends.
static UNANSWERED: Mutex<Vec<Sender<()>>> = Mutex::new(Vec::new());

const BODY: [u8; 1500] = [7; 1500];

/// The way of nearly all requests, and no leak.
fn answer(session: u64) {
    let mut packet = PACKETS.get();
    packet.body.extend_from_slice(&BODY);
    packet.session = session;
    black_box(packet.body.iter().map(|&byte| u64::from(byte)).sum::<u64>());
}

const FORGOTTEN: u32 = line!() + 4;
/// The first leak: whoever wrote this wanted to keep the packet from being dropped
/// while a device still reads from it, and nobody ever told the pool.
fn hand_to_device() {
    let packet = PACKETS.get();
    mem::forget(packet);
    PLANTED[0].count();
}

const PARKED: u32 = line!() + 4;
/// The second: a session keeps its packet until it is closed, which one in ten never is.
/// There is no timeout.
fn open_session(session: u64) {
    let mut packet = PACKETS.get();
    packet.session = session;
    let mut sessions = SESSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let sessions = sessions.get_or_insert_default();
    let before = sessions.insert(session, packet);
    assert!(before.is_none(), "sessions have numbers of their own");
}

fn close_session(session: u64) {
    let mut sessions = SESSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let packet = sessions.get_or_insert_default().remove(&session);
    assert!(packet.is_some(), "it was opened");
}

const STUCK: u32 = line!() + 4;
/// The third: a thread waits for an answer that does not come. Whatever it holds is out
/// for as long.
fn ask_somebody(asked: &Sender<()>, answer: &Receiver<()>) {
    let packet = PACKETS.get();
    PLANTED[2].count();
    let _ = asked.send(());
    let _ = answer.recv();
    drop(packet);
}

pub(crate) struct Service {
    threads: Vec<JoinHandle<()>>,
}

static STOPPED: AtomicBool = AtomicBool::new(false);

impl Service {
    pub(crate) fn start(threads: usize) -> Self {
        let threads = (0..threads as u64)
            .map(|thread| thread::spawn(move || serve(thread)))
            .collect();
        Self { threads }
    }

    /// Only the threads that are not stuck.
    pub(crate) fn stop(self) {
        STOPPED.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("a request does not panic");
        }
    }
}

fn serve(thread: u64) {
    let mut request = 0_u64;
    while !STOPPED.load(Ordering::Relaxed) {
        request += 1;
        let session = request << 16 | thread;
        match request % 10_000 {
            0 => {
                let (sender, receiver) = channel();
                let mut unanswered = UNANSWERED.lock().unwrap_or_else(PoisonError::into_inner);
                // A service runs out of threads in the end; this one has some hundred.
                if unanswered.len() < 100 {
                    unanswered.push(sender);
                    let (asked, is_asked) = channel();
                    thread::spawn(move || ask_somebody(&asked, &receiver));
                    is_asked.recv().expect("it asks");
                }
            }
            1_000 | 4_000 | 7_000 => hand_to_device(),
            step if step % 500 == 250 => {
                open_session(session);
                if step % 5_000 == 250 {
                    PLANTED[1].count();
                } else {
                    close_session(session);
                }
            }
            _ => answer(session),
        }
        if request.is_multiple_of(100) {
            // Requests come from somewhere.
            thread::sleep(Duration::from_millis(1));
        }
    }
}
