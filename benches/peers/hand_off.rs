//! One thread gets objects and writes to them, another reads and drops them.
//!
//! The pool is new in each sample: with some contenders the objects never come
//! back to the thread that gets them, and would fill the memory in time.

use std::hint::{black_box, spin_loop};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rtrb::{PopError, PushError, RingBuffer};

use super::contenders::objects::{Object, Packet};
use super::contenders::{Contender, Kind, Visitor, for_each, give_back};
use super::measuring::runner::{Group, Row, Runner};

const PLACES: usize = 256;

pub(crate) fn measure(runner: &mut Runner) {
    let row = Row {
        less_floor: true,
        seconds: 0.6,
        // Two threads that wait for each other have slow spells and fast ones.
        rounds: 7,
        ..Row::new("hand-off")
    };
    runner.row(row, |group| {
        bare_ring(group);
        for_each::<Packet>(&mut HandOff(group));
    });
}

struct HandOff<'a, 'criterion>(&'a mut Group<'criterion>);

impl Visitor for HandOff<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let run = |rounds| {
            let pool = C::new(0);
            let pool = black_box(&pool);
            let get = |mark| {
                let mut guard = pool.take();
                black_box(C::object(&mut guard)).mark(mark);
                guard
            };
            let put = |mut guard: C::Guard<'_>| {
                black_box(C::object(&mut guard).marked());
                give_back::<C>(guard);
            };
            through_ring(rounds, get, put, || pool.leave())
        };
        self.0.bench::<C>(|bencher| bencher.iter_custom(run));
    }
}

/// An object's cache line, without the object.
#[repr(align(128))]
struct Line(AtomicU64);

/// The ring, and lines that one thread writes and the other reads.
fn bare_ring(group: &mut Group<'_>) {
    let lines: Vec<Line> = (0..2 * PLACES).map(|_| Line(AtomicU64::new(0))).collect();
    let run = |rounds| {
        let mut next = lines.iter().cycle();
        let get = |mark| {
            let line = next.next().expect("a cycle has no end");
            line.0.store(mark, Ordering::Relaxed);
            line
        };
        let put = |line: &Line| {
            black_box(line.0.load(Ordering::Relaxed));
        };
        through_ring(rounds, get, put, || ())
    };
    group.bench_as("ring", Kind::Floor, |bencher| bencher.iter_custom(run));
}

/// How long it takes until all have gone through: the slower end's time.
fn through_ring<G: Send>(
    rounds: u64,
    mut get: impl FnMut(u64) -> G + Send,
    mut put: impl FnMut(G) + Send,
    leave: impl Fn() + Sync,
) -> Duration {
    let (mut sender, mut receiver) = RingBuffer::new(PLACES);
    let start = Barrier::new(2);
    thread::scope(|scope| {
        let producer = scope.spawn(|| {
            start.wait();
            let started = Instant::now();
            for mark in 0..rounds {
                let mut guard = get(mark);
                let mut patience = Patience::new();
                while let Err(PushError::Full(back)) = sender.push(guard) {
                    guard = back;
                    patience.wait();
                }
            }
            leave();
            started
        });
        let consumer = scope.spawn(|| {
            start.wait();
            let started = Instant::now();
            for _ in 0..rounds {
                let mut patience = Patience::new();
                let guard = loop {
                    match receiver.pop() {
                        Ok(guard) => break guard,
                        Err(PopError::Empty) => patience.wait(),
                    }
                };
                put(guard);
            }
            let ended = Instant::now();
            leave();
            (started, ended)
        });
        let first = producer.join().expect("no panic in get");
        let (second, ended) = consumer.join().expect("no panic in put");
        ended - first.min(second)
    })
}

/// Spins, and lets others have the core when that takes long.
struct Patience(u32);

impl Patience {
    const fn new() -> Self {
        Self(0)
    }

    fn wait(&mut self) {
        self.0 += 1;
        if self.0.is_multiple_of(64) {
            thread::yield_now();
        } else {
            spin_loop();
        }
    }
}
