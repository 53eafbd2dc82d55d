//! A storm of signals, with handlers that do next to nothing: what the operations of a pool
//! wait for (a lock, a thread inside its cache, the kernel's barrier) they wait for again.
//!
//! That a handler may use a pool is not promised, nor tried: it may have interrupted the
//! same pool, or the allocator.
#![cfg(target_os = "linux")]

mod alive;
mod child;
mod identities;

use std::os::unix::thread::JoinHandleExt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::{io, mem, ptr};

use qnpool::{Guard, LeakDetection, Pool};

use alive::{Alive, count};
use child::{again, is_child, run};
use identities::assert_identities;

static SIGNALS: AtomicUsize = AtomicUsize::new(0);

extern "C" fn handle(_: libc::c_int) {
    SIGNALS.fetch_add(1, Ordering::Relaxed);
}

/// Without `SA_RESTART`: a system call that a signal interrupts says so.
fn handle_signal(signal: libc::c_int) {
    // SAFETY: All bits zero is an action without flags, and without a mask.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = handle as extern "C" fn(libc::c_int) as usize;
    // SAFETY: The action is whole, and the handler does what a handler may: it adds to an
    // atomic.
    let set = unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
    assert_eq!(set, 0, "{}", io::Error::last_os_error());
}

/// Every so often to the process, that is to any thread; 0 for no more.
fn alarm_every(microseconds: libc::suseconds_t) {
    let interval = libc::timeval {
        tv_sec: 0,
        tv_usec: microseconds,
    };
    let timer = libc::itimerval {
        it_interval: interval,
        it_value: interval,
    };
    // SAFETY: The call reads the timer, which is whole.
    let set = unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const timer, ptr::null_mut()) };
    assert_eq!(set, 0, "{}", io::Error::last_os_error());
}

type Alives = Pool<Alive, fn() -> Alive>;

/// Hits alone, at the pace of which the others reach into the cache.
fn hit(pool: &'static Alives, number: u64) {
    for _ in 0..200_000 {
        let mut one = pool.get();
        assert_eq!(one.number, 0, "pristine");
        one.number = number;
        let two = pool.get();
        assert_eq!((one.number, two.number), (number, 0), "nobody else's");
    }
}

fn work(pool: &'static Alives, number: u64) {
    // A hand-over in every round, so that there is something to wait for.
    let (sender, receiver) = channel::<Guard<'static, Alive>>();
    let returns = thread::spawn(move || receiver.into_iter().for_each(drop));
    for round in 0..400 {
        let mut guards: Vec<_> = (0..=round % 200).map(|_| pool.get()).collect();
        for guard in &mut guards {
            assert_eq!(guard.number, 0, "pristine");
            guard.number = number;
        }
        thread::yield_now();
        assert!(guards.iter().all(|guard| guard.number == number));
        sender.send(guards.pop().unwrap()).unwrap();
        match round % 16 {
            3 => pool.tick(),
            7 => pool.clear(),
            11 => pool.set_leak_detection(LeakDetection::All),
            15 => pool.set_leak_detection(LeakDetection::Off),
            _ => assert!(pool.stats().idle <= 100),
        }
    }
    drop(sender);
    returns.join().unwrap();
}

#[test]
fn signals_break_nothing() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOL: Alives = Pool::builder().max_idle(100).create(|| Alive::new(&ALIVE));
    static DONE: AtomicBool = AtomicBool::new(false);
    // Another test of this binary would be interrupted too.
    if !is_child() {
        run(&mut again("signals_break_nothing"));
        return;
    }
    handle_signal(libc::SIGALRM);
    handle_signal(libc::SIGUSR1);
    alarm_every(200);
    let workers: Vec<_> = (1..=4)
        .map(|number| {
            let job = if number % 2 == 0 { work } else { hit };
            thread::spawn(move || job(&POOL, number))
        })
        .collect();
    let targets: Vec<_> = workers.iter().map(JoinHandleExt::as_pthread_t).collect();
    let storm = thread::spawn(move || {
        while !DONE.load(Ordering::Relaxed) {
            for &target in &targets {
                // SAFETY: The thread has not been joined: that is done after this storm.
                unsafe { libc::pthread_kill(target, libc::SIGUSR1) };
            }
            thread::yield_now();
        }
    });
    while !workers.iter().all(thread::JoinHandle::is_finished) {
        thread::yield_now();
    }
    DONE.store(true, Ordering::Relaxed);
    storm.join().unwrap();
    alarm_every(0);
    for worker in workers {
        worker.join().unwrap();
    }
    assert!(SIGNALS.load(Ordering::Relaxed) > 100);
    let stats = POOL.stats();
    assert_eq!(stats.outstanding, 0);
    assert_eq!(stats.idle, count(&ALIVE) as u64, "alive, and not idle");
    assert_identities(stats);
    POOL.assert_no_leaks();
    POOL.clear();
    assert_eq!(count(&ALIVE), 0);
}
