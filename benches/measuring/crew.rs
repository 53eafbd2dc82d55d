//! Threads that live as long as a contender is measured.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What the threads are told and tell; 0 rounds mean that they may go.
struct Orders {
    start: Barrier,
    end: Barrier,
    rounds: AtomicU64,
    /// When the first thread began and the last ended.
    span: Mutex<Option<(Instant, Instant)>>,
}

/// Runs `body` with a function that has `threads` threads do `work` that many times
/// in all and tells how long that took one core: the time from the first thread's
/// start to the last one's end, times the cores that could work.
pub(crate) fn with_crew(
    threads: usize,
    work: impl Fn(u64) + Sync,
    leave: impl Fn() + Sync,
    body: impl FnOnce(&dyn Fn(u64) -> Duration),
) {
    let orders = Orders {
        start: Barrier::new(threads + 1),
        end: Barrier::new(threads + 1),
        rounds: AtomicU64::new(0),
        span: Mutex::new(None),
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let cores = u32::try_from(cores.min(threads)).expect("a few");
    thread::scope(|scope| {
        let member = || {
            loop {
                orders.start.wait();
                let rounds = orders.rounds.load(Ordering::Relaxed);
                if rounds == 0 {
                    break;
                }
                let start = Instant::now();
                work(rounds);
                let end = Instant::now();
                let mut span = orders.span.lock().expect("no panic with the lock");
                let (first, last) = span.unwrap_or((start, end));
                *span = Some((first.min(start), last.max(end)));
                drop(span);
                orders.end.wait();
            }
            leave();
        };
        let crew: Vec<_> = (0..threads).map(|_| scope.spawn(member)).collect();
        body(&|iterations| {
            let threads = threads as u64;
            let rounds = (iterations * u64::from(cores)).div_ceil(threads);
            orders.rounds.store(rounds, Ordering::Relaxed);
            orders.start.wait();
            orders.end.wait();
            let span = orders.span.lock().expect("no panic with the lock").take();
            let (first, last) = span.expect("every thread told");
            // A few more were done than asked for, where the threads did not divide it.
            scale((last - first) * cores, iterations, rounds * threads)
        });
        orders.rounds.store(0, Ordering::Relaxed);
        orders.start.wait();
        // A scope alone would not wait for the destructors of their thread-locals.
        for member in crew {
            member.join().expect("no thread panics");
        }
    });
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact for more rounds than a day has"
)]
fn scale(time: Duration, asked: u64, done: u64) -> Duration {
    time.mul_f64(asked as f64 / done as f64)
}
