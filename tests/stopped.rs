//! A thread that is stopped in the middle of an operation, as by a debugger or a hypervisor:
//! nobody waits for it but `clear`.
#![cfg(target_os = "linux")]

use std::os::unix::thread::JoinHandleExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{io, mem, ptr, thread};

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Row {
    cells: [u64; 4],
}

static IS_STOPPED: AtomicBool = AtomicBool::new(false);
static GOES_ON: AtomicBool = AtomicBool::new(false);

extern "C" fn stop(_: libc::c_int) {
    IS_STOPPED.store(true, Ordering::SeqCst);
    while !GOES_ON.load(Ordering::SeqCst) {
        // SAFETY: The call waits, and may be made in a handler.
        unsafe { libc::sched_yield() };
    }
    IS_STOPPED.store(false, Ordering::SeqCst);
}

fn handle_signal(signal: libc::c_int) {
    // SAFETY: All bits zero is an action without flags, and without a mask.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = stop as extern "C" fn(libc::c_int) as usize;
    // SAFETY: The action is whole, and the handler does what a handler may: it uses atomics
    // and yields.
    let set = unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
    assert_eq!(set, 0, "{}", io::Error::last_os_error());
}

fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(50), "it never came");
        thread::yield_now();
    }
}

/// The stopped thread does nothing but hits, so in one round of a few it is inside one. If
/// somebody waits for it, it goes on after twenty seconds, and the test fails.
#[test]
fn nobody_waits_for_a_stopped_thread() {
    static POOL: Pool<Row> = Pool::new();
    static IS_OVER: AtomicBool = AtomicBool::new(false);
    handle_signal(libc::SIGUSR2);
    let hits = thread::spawn(|| {
        while !IS_OVER.load(Ordering::Relaxed) {
            drop(POOL.get());
        }
    });
    let target = hits.as_pthread_t();
    for round in 0..40 {
        GOES_ON.store(false, Ordering::SeqCst);
        // It is past its first use, and past what the last round left it to do under locks.
        let hits_before = POOL.stats().cache_hits;
        wait_until(|| POOL.stats().cache_hits > hits_before + 10_000);
        // SAFETY: The thread runs until this test says that it is over.
        unsafe { libc::pthread_kill(target, libc::SIGUSR2) };
        wait_until(|| IS_STOPPED.load(Ordering::SeqCst));

        let watchdog = thread::spawn(|| {
            let start = Instant::now();
            while !GOES_ON.load(Ordering::SeqCst) {
                if start.elapsed() > Duration::from_secs(20) {
                    GOES_ON.store(true, Ordering::SeqCst);
                    return false;
                }
                thread::sleep(Duration::from_millis(1));
            }
            true
        });
        let clearing = (round % 2 == 0).then(|| thread::spawn(|| POOL.clear()));
        for _ in 0..20 {
            drop(POOL.get());
            assert!(POOL.stats().gets > 0);
            POOL.tick();
            assert!(POOL.health().to_string().len() < 10_000);
            assert!(qnpool::pools().len() < 1000);
            let other = Pool::<Row>::new();
            drop(other.get());
            thread::sleep(Duration::from_micros(100));
        }
        thread::spawn(|| drop(POOL.get())).join().unwrap();

        GOES_ON.store(true, Ordering::SeqCst);
        assert!(watchdog.join().unwrap(), "something waited for it");
        if let Some(clearing) = clearing {
            clearing.join().unwrap();
        }
        wait_until(|| !IS_STOPPED.load(Ordering::SeqCst));
    }
    IS_OVER.store(true, Ordering::Relaxed);
    hits.join().unwrap();
}
