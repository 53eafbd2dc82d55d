//! What the threads do: a number of them until they are told that it is over.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::bounded::Bounded;
use super::contenders::counted::{created, created_here};
use super::contenders::{Contender, burst, give_back, pair};

const PAIRS_OF_THREADS: usize = 8;

/// Guards that are on their way to one consumer, at most; for all of them as many as the bound.
const PLACES: usize = HAND_OFF_BOUND / PAIRS_OF_THREADS;

pub(crate) const HAND_OFF_BOUND: usize = 64;

/// What one contender did in one round.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) million_pairs_a_second: f64,
    /// Of a hundred gets, those that made an object.
    pub(crate) created: f64,
}

/// `threads` take `held` objects and drop them, again and again.
pub(crate) fn crowd<C: Bounded>(
    threads: usize,
    held: usize,
    max_idle: usize,
    time: Duration,
) -> Outcome {
    let pool = C::with_bound(max_idle);
    measured(time, |is_over, pairs| {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut guards = Vec::with_capacity(held);
                    let mut done = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        burst(&pool, &mut guards);
                        done += held as u64;
                    }
                    pairs.fetch_add(done, Ordering::Relaxed);
                });
            }
        });
    })
}

/// Eight threads take objects and send each to one of eight others, which drop them.
pub(crate) fn hand_off<C: Bounded>(time: Duration) -> Outcome {
    let pool = C::with_bound(HAND_OFF_BOUND);
    measured(time, |is_over, pairs| {
        let (senders, receivers): (Vec<_>, Vec<_>) =
            (0..PAIRS_OF_THREADS).map(|_| sync_channel(PLACES)).unzip();
        thread::scope(|scope| {
            let pool = &pool;
            for first in 0..PAIRS_OF_THREADS {
                let senders = senders.clone();
                scope.spawn(move || produce(pool, &senders, first, is_over));
            }
            // The consumers end with the last producer.
            drop(senders);
            for receiver in receivers {
                scope.spawn(move || pairs.fetch_add(consume::<C>(receiver), Ordering::Relaxed));
            }
        });
    })
}

/// Sends to all consumers in turn, each producer to another one first.
fn produce<'pool, C: Contender>(
    pool: &'pool C,
    to: &[SyncSender<C::Guard<'pool>>],
    first: usize,
    is_over: &AtomicBool,
) {
    for sender in to.iter().cycle().skip(first) {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let sent = sender.send(pool.take());
        assert!(sent.is_ok(), "the consumers stay until all have been sent");
    }
}

fn consume<'pool, C: Contender + 'pool>(guards: Receiver<C::Guard<'pool>>) -> u64 {
    let mut done = 0;
    for guard in guards {
        give_back::<C>(guard);
        done += 1;
    }
    done
}

/// Of a hundred objects that a thread takes, one every 5 ms, those that it had to make; 32
/// busy threads have one each, all the time, and the bound is 32.
pub(crate) fn slow_one<C: Bounded>(uses: u32) -> f64 {
    const BUSY: usize = 32;
    let pool = C::with_bound(BUSY);
    let is_over = AtomicBool::new(false);
    let before = created_here();
    thread::scope(|scope| {
        for _ in 0..BUSY {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let guard = pool.take();
                    thread::sleep(Duration::from_millis(1));
                    give_back::<C>(guard);
                }
            });
        }
        for _ in 0..uses {
            thread::sleep(Duration::from_millis(5));
            pair(&pool);
        }
        is_over.store(true, Ordering::Relaxed);
    });
    percent(created_here() - before, uses.into())
}

/// Has `body` go on for `time`, and count the pairs that it does.
fn measured(time: Duration, body: impl FnOnce(&AtomicBool, &AtomicU64)) -> Outcome {
    let (is_over, pairs) = (AtomicBool::new(false), AtomicU64::new(0));
    let before = created();
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(time);
            is_over.store(true, Ordering::Relaxed);
        });
        body(&is_over, &pairs);
    });
    let (seconds, pairs) = (start.elapsed().as_secs_f64(), pairs.into_inner());
    Outcome {
        million_pairs_a_second: count(pairs) / seconds / 1e6,
        created: percent(created() - before, pairs),
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    100.0 * count(part) / count(whole.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "exact for more than a day has")]
fn count(objects: u64) -> f64 {
    objects as f64
}
