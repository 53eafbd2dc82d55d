//! A thread is stopped inside a hit, as by a debugger or a hypervisor, while another clears the
//! pool, which waits for it: how long do others take meanwhile?
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench stopped                 # a table
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench stopped # adds a run to the file
//! ```
//!
//! The thread is stopped by a signal whose handler yields until it may go on. That it was
//! inside a hit shows in `clear`: it takes as long as the stop. Other stops do not count. A
//! longest time of a fraction of a slice is the pool's; one of milliseconds may be another
//! process's, so the median of the stops' longest times is shown too.

#[cfg(target_os = "linux")]
#[path = "measuring/extent.rs"]
mod extent;
#[cfg(target_os = "linux")]
#[path = "measuring/numbers.rs"]
mod numbers;
#[cfg(target_os = "linux")]
#[path = "measuring/record.rs"]
mod record;

#[cfg(target_os = "linux")]
mod linux {
    use std::os::unix::thread::JoinHandleExt;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};
    use std::{hint, io, mem, ptr, thread};

    use qnpool::{Pool, Poolable};

    use super::extent::Extent;
    use super::numbers::{median, three_digits};
    use super::record;

    const STOP: Duration = Duration::from_millis(100);

    /// The stops that are tried until so many were inside a hit.
    const TRIES: usize = 1000;

    const OPERATIONS: [&str; 5] = [
        "get and drop",
        "stats",
        "pools",
        "tick",
        "first use of another pool",
    ];

    #[derive(Default, Poolable)]
    struct Row {
        cells: [u64; 4],
    }

    static POOL: Pool<Row> = Pool::new();
    static IS_STOPPED: AtomicBool = AtomicBool::new(false);
    static GOES_ON: AtomicBool = AtomicBool::new(false);
    static IS_OVER: AtomicBool = AtomicBool::new(false);

    extern "C" fn stop(_: libc::c_int) {
        IS_STOPPED.store(true, Ordering::SeqCst);
        // Whoever waits for it shall be measured, and not wait for ever.
        let start = Instant::now();
        while !GOES_ON.load(Ordering::SeqCst) && start.elapsed() < 10 * STOP {
            // SAFETY: The call waits, and may be made in a handler.
            unsafe { libc::sched_yield() };
        }
        IS_STOPPED.store(false, Ordering::SeqCst);
    }

    fn handle_signal(signal: libc::c_int) {
        // SAFETY: All bits zero is an action without flags, and without a mask.
        let mut action: libc::sigaction = unsafe { mem::zeroed() };
        action.sa_sigaction = stop as extern "C" fn(libc::c_int) as usize;
        // SAFETY: The action is whole, and the handler does what a handler may: it uses
        // atomics and the clock, and yields.
        let set = unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
        assert_eq!(set, 0, "{}", io::Error::last_os_error());
    }

    fn wait_until(condition: impl Fn() -> bool) {
        while !condition() {
            thread::yield_now();
        }
    }

    fn timed(longest: &mut Duration, operation: impl FnOnce()) {
        let start = Instant::now();
        operation();
        *longest = start.elapsed().max(*longest);
    }

    /// The longest time of each operation while the thread is stopped, and how long `clear`
    /// took; nothing if the thread was outside, and `clear` had not to wait.
    fn one_stop() -> Option<([Duration; 5], Duration)> {
        let clearing = thread::spawn(|| {
            let start = Instant::now();
            POOL.clear();
            start.elapsed()
        });
        let start = Instant::now();
        let mut longest = [Duration::ZERO; 5];
        while start.elapsed() < STOP {
            if clearing.is_finished() {
                GOES_ON.store(true, Ordering::SeqCst);
                clearing.join().expect("no panic in clear");
                return None;
            }
            let other = Pool::<Row>::new();
            let [pair, stats, pools, tick, first] = &mut longest;
            timed(pair, || drop(POOL.get()));
            timed(stats, || _ = hint::black_box(POOL.stats()));
            timed(pools, || _ = hint::black_box(qnpool::pools()));
            timed(tick, || POOL.tick());
            timed(first, || drop(other.get()));
            thread::sleep(Duration::from_micros(50));
        }
        GOES_ON.store(true, Ordering::SeqCst);
        Some((longest, clearing.join().expect("no panic in clear")))
    }

    pub(crate) fn main() {
        let wanted = Extent::asked_for().pick(20, 3, 1);
        handle_signal(libc::SIGUSR2);
        let hits = thread::spawn(|| {
            while !IS_OVER.load(Ordering::Relaxed) {
                drop(POOL.get());
            }
        });
        let target = hits.as_pthread_t();
        let mut stops = Vec::new();
        let mut tries = 0;
        while stops.len() < wanted && tries < TRIES {
            tries += 1;
            // Its first use, and that after a `clear`, are no hits and take locks.
            let hits = POOL.stats().cache_hits;
            wait_until(|| POOL.stats().cache_hits > hits + 1000);
            GOES_ON.store(false, Ordering::SeqCst);
            // SAFETY: The thread runs until it is over.
            unsafe { libc::pthread_kill(target, libc::SIGUSR2) };
            wait_until(|| IS_STOPPED.load(Ordering::SeqCst));
            stops.extend(one_stop());
            wait_until(|| !IS_STOPPED.load(Ordering::SeqCst));
        }
        IS_OVER.store(true, Ordering::Relaxed);
        hits.join().expect("no panic in a hit");
        assert!(!stops.is_empty(), "it was never inside a hit");
        report(&stops, tries);
    }

    fn report(stops: &[([Duration; 5], Duration)], tries: usize) {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        println!("{} of {tries} stops were inside a hit\n", stops.len());
        println!(
            "microseconds of the longest\n\n| | in all stops | median of the stops |\n|---|---|---|"
        );
        let mut figures = Vec::new();
        let mut row = |name: &str, times: Vec<f64>| {
            let longest = times.iter().copied().fold(0.0, f64::max);
            let median = median(times);
            println!(
                "| {name} | {} | {} |",
                three_digits(longest),
                three_digits(median)
            );
            figures.push((name.to_owned(), "longest".to_owned(), longest));
            figures.push((name.to_owned(), "median of longest".to_owned(), median));
        };
        for (place, name) in OPERATIONS.into_iter().enumerate() {
            row(
                name,
                stops.iter().map(|(of, _)| micros(of[place])).collect(),
            );
        }
        row(
            "clear",
            stops.iter().map(|(_, clear)| micros(*clear)).collect(),
        );
        row("the stop", vec![micros(STOP)]);
        if record::is_wanted() {
            record::add_run("stopped", &figures);
        }
    }
}

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
}
