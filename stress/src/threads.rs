//! A thousand threads at once.

use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, RwLock};
use std::thread;

use fastrand::Rng;
use qnpool::{Guard, Pool};

use crate::alive::{Alive, count};
use crate::identities::assert_identities;
use crate::{Extent, join};

const TURNS: usize = 100;

/// All alive at once, they take, return, and move guards to each other; some are full, some
/// empty, some never use an object of their own.
///
/// # Panics
///
/// If an object is not pristine when it is taken, is somebody else's at the same time, or
/// does not come back.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    let threads = extent.size(200, 1000);
    let (mut rounds, mut taken, mut moved) = (0, 0, 0);
    for round in extent.rounds(1, 5, 500) {
        let (gets, handed_over) = round_of(threads, seed.wrapping_add(round));
        rounds += 1;
        taken += gets;
        moved += handed_over;
    }
    format!(
        "{rounds} rounds of {threads} threads, {taken} objects taken, {moved} moved to another thread"
    )
}

fn round_of(threads: usize, seed: u64) -> (u64, u64) {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let mut random = Rng::with_seed(seed);
    let bound = [0, 1, 64, threads, 1 << 20][random.usize(..5)];
    let pool = Pool::builder()
        .max_idle(bound)
        .create(|| Alive::new(&ALIVE));
    let mailboxes: Vec<_> = (0..threads).map(|_| Mutex::new(Vec::new())).collect();
    // Closed until all are there; if one cannot be started, it opens too.
    let gate = RwLock::new(());

    let moved = thread::scope(|scope| {
        let closed = gate.write();
        let workers: Vec<_> = (0..threads)
            .map(|number| {
                let random = random.fork();
                let (pool, mailboxes, gate) = (&pool, &mailboxes[..], &gate);
                let small = thread::Builder::new().stack_size(128 << 10);
                small
                    .spawn_scoped(scope, move || {
                        drop(gate.read());
                        work(number, random, pool, mailboxes)
                    })
                    .expect("there is room for a thread")
            })
            .collect();
        drop(closed);
        join(workers).into_iter().sum()
    });
    // What was sent to those who had ended.
    for mailbox in mailboxes {
        receive(&mailbox);
    }
    let stats = pool.stats();
    assert_eq!(stats.outstanding, 0, "all guards are gone");
    assert!(stats.idle <= bound as u64, "{stats:?}");
    assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
    assert_identities(stats);
    drop(pool);
    assert_eq!(count(&ALIVE), 0);
    (stats.gets, moved)
}

type Mailbox<'pool> = Mutex<Vec<Guard<'pool, Alive>>>;

/// Says how many guards it has sent.
fn work<'pool, F: Fn() -> Alive>(
    number: usize,
    mut random: Rng,
    pool: &'pool Pool<Alive, F>,
    mailboxes: &[Mailbox<'pool>],
) -> u64 {
    let mut sent = 0;
    for turn in 0..TURNS {
        let own = (number * TURNS + turn + 1) as u64;
        let mut guards: Vec<_> = (0..random.usize(1..8)).map(|_| pool.get()).collect();
        for guard in &mut guards {
            assert_eq!(guard.number, 0, "pristine");
            guard.number = own;
        }
        if random.u8(..8) == 0 {
            thread::yield_now();
        }
        assert!(
            guards.iter().all(|guard| guard.number == own),
            "nobody else's"
        );
        if random.bool() {
            let to = random.usize(..mailboxes.len());
            sent += guards.len() as u64;
            mailboxes[to]
                .lock()
                .expect("nobody panicked")
                .append(&mut guards);
        }
        drop(guards);
        receive(&mailboxes[number]);
    }
    sent
}

/// Drops what others have sent. Each object still has its sender's number.
fn receive(mailbox: &Mailbox<'_>) {
    let received = std::mem::take(&mut *mailbox.lock().expect("nobody panicked"));
    assert!(
        received.iter().all(|guard| guard.number != 0),
        "as it was sent"
    );
}
