//! The system call by which a thread reaches the caches of others: who makes it, and what is
//! left where the system refuses it.
//!
//! Each test has a process of its own, in which a filter on system calls has the last word.
//! One that hangs is ended by an alarm.
#![cfg(all(target_os = "linux", not(qnpool_full_fence)))]

mod alive;
mod cached;
mod child;
mod forked;
mod identities;
mod worker;

use std::fs;
use std::io;
use std::mem;
use std::os::unix::process::ExitStatusExt;
use std::ptr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{Health, Pool, Reason, Verdict};

use alive::{Alive, count};
use cached::get_cache;
use child::{again, is_child, run};
use forked::fork;
use identities::assert_identities;
use worker::Worker;

type Alives = Pool<Alive, fn() -> Alive>;

const VARIABLE: &str = "QNPOOL_ASYMMETRIC_FENCE";

/// What the calling thread, and those that it starts, get for `membarrier` from now on.
fn answer_membarrier(answer: u32) {
    const fn instruction(code: u32, k: u32, jf: u8) -> libc::sock_filter {
        #[expect(clippy::cast_possible_truncation, reason = "the C headers' own type")]
        let code = code as u16;
        libc::sock_filter { code, jt: 0, jf, k }
    }
    let number = u32::try_from(libc::SYS_membarrier).unwrap();
    let mut filter = [
        // The number is the first word of what a filter sees.
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0),
        instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, number, 1),
        instruction(libc::BPF_RET | libc::BPF_K, answer, 0),
        instruction(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ALLOW, 0),
    ];
    let program = libc::sock_fprog {
        len: 4,
        filter: filter.as_mut_ptr(),
    };
    // SAFETY: The first call takes numbers, the second reads the program, whose four
    // instructions are there until it returns.
    let set = unsafe {
        libc::alarm(60);
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        let mode = libc::SECCOMP_MODE_FILTER;
        libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const program)
    };
    assert_eq!(set, 0, "{}", io::Error::last_os_error());
}

fn membarrier(command: libc::c_int) -> libc::c_long {
    // SAFETY: The call takes three integers and touches no memory of ours.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) }
}

/// A machine may be without it; then there is nothing to test.
fn has_membarrier() -> bool {
    let commands = membarrier(libc::MEMBARRIER_CMD_QUERY);
    let is_there = commands > 0 && commands & 8 != 0;
    if !is_there {
        println!("this system has no membarrier");
    }
    is_there
}

fn threads() -> usize {
    fs::read_dir("/proc/self/task").unwrap().count()
}

fn take_and_return(pool: &Alives, objects: usize) {
    get_cache(pool);
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
}

/// By several threads, some of which sleep while others reach into their caches.
fn use_in_every_way() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let pool: Alives = Pool::with(|| Alive::new(&ALIVE));
    pool.prewarm(3);
    thread::scope(|scope| {
        let workers = [(); 3].map(|()| Worker::start(scope));
        for worker in &workers {
            worker.run(|| take_and_return(&pool, 100));
            pool.tick();
            worker.run(|| take_and_return(&pool, 10));
        }
        assert!(pool.stats().idle >= 30);
        pool.clear();
        assert_eq!((pool.stats().idle, count(&ALIVE)), (0, 0));
        workers.into_iter().for_each(Worker::exit);
    });
    assert_eq!(pool.health().verdict, Verdict::Healthy);
    assert_identities(pool.stats());
}

#[test]
fn turned_off_it_is_never_called() {
    let own = "turned_off_it_is_never_called";
    if is_child() {
        answer_membarrier(libc::SECCOMP_RET_KILL_PROCESS);
        return use_in_every_way();
    }
    for off in ["off", "0", "false", " OFF"] {
        run(again(own).env(VARIABLE, off));
    }
    // Else it is called, and the sandbox does what it is there for.
    for other in [None, Some("on"), Some("")] {
        let mut command = again(own);
        other.map(|value| command.env(VARIABLE, value));
        let status = command.output().unwrap().status;
        assert_eq!(status.signal(), Some(libc::SIGSYS), "{other:?}");
    }
}

#[test]
fn refused_from_the_start_nothing_is_out_of_reach() {
    if !is_child() {
        let own = "refused_from_the_start_nothing_is_out_of_reach";
        run(&mut again(own));
        return;
    }
    answer_membarrier(libc::SECCOMP_RET_ERRNO | libc::EPERM as u32);
    use_in_every_way();
}

/// The one reason, in one of its numbers.
#[track_caller]
fn assert_out_of_reach(health: &Health, threads: u64, objects: u64, text: &str) {
    let reason = Reason::FenceUnavailable { threads, objects };
    assert_eq!(health.reasons, [reason]);
    assert_eq!(
        health.to_string(),
        format!(
            "wasteful: fence unavailable: the system has begun to refuse `membarrier`, so {text} \
             cannot be freed until the thread uses the pool again or exits; \
             allow the call, or set `QNPOOL_ASYMMETRIC_FENCE=off`"
        )
    );
}

#[test]
fn refused_later_what_sleeps_is_out_of_reach_until_its_thread_comes_back() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    if !is_child() {
        run(&mut again(
            "refused_later_what_sleeps_is_out_of_reach_until_its_thread_comes_back",
        ));
        return;
    }
    if !has_membarrier() {
        return;
    }
    let pool: Alives = Pool::with(|| Alive::new(&ALIVE));
    pool.prewarm(0);
    let is_in_reach = || {
        let reasons = pool.health().reasons;
        let mut lost = reasons
            .iter()
            .filter(|it| matches!(it, Reason::FenceUnavailable { .. }));
        lost.next().is_none()
    };
    thread::scope(|scope| {
        let workers = [(); 3].map(|()| Worker::start(scope));
        let [one, two, three] = workers;
        one.run(|| take_and_return(&pool, 7));
        // It keeps a cache in which there is nothing.
        let held = three.run(|| {
            get_cache(&pool);
            (0..3).map(|_| pool.get()).collect::<Vec<_>>()
        });
        two.run(|| take_and_return(&pool, 1));
        assert!(is_in_reach());

        answer_membarrier(libc::SECCOMP_RET_ERRNO | libc::EPERM as u32);
        assert!(is_in_reach(), "nobody has noticed");
        for _ in 0..3 {
            pool.clear();
            pool.tick();
            assert_eq!((pool.stats().idle, count(&ALIVE)), (8, 11));
            assert_out_of_reach(&pool.health(), 2, 8, "8 objects of 2 threads");
        }

        // Who comes back has what it had, and can be reached again.
        one.run(|| take_and_return(&pool, 7));
        assert_eq!(count(&ALIVE), 11);
        assert_out_of_reach(&pool.health(), 1, 1, "1 object of 1 thread");
        pool.clear();
        assert_eq!((pool.stats().idle, count(&ALIVE)), (1, 4));
        one.run(|| take_and_return(&pool, 50));
        pool.clear();
        assert_eq!((pool.stats().idle, count(&ALIVE)), (1, 4));

        // So has one that exits.
        two.exit();
        assert!(is_in_reach());
        pool.clear();
        assert_eq!((pool.stats().idle, count(&ALIVE)), (0, 3));
        three.run(|| drop(held));
        pool.clear();
        assert_eq!(count(&ALIVE), 0);
        assert!(is_in_reach());
    });
    use_in_every_way();
    assert_identities(pool.stats());
}

static CALLS: AtomicUsize = AtomicUsize::new(0);
static ENDS: AtomicBool = AtomicBool::new(false);

extern "C" fn answer_when_told(_: libc::c_int) {
    CALLS.fetch_add(1, Ordering::SeqCst);
    while !ENDS.load(Ordering::SeqCst) {
        // SAFETY: No descriptors are looked at, only the millisecond passes.
        unsafe { libc::poll(ptr::null_mut(), 0, 1) };
    }
}

/// From now on each call counts, takes until it may end, and fails.
fn count_calls() {
    // SAFETY: All bits zero is an action without flags, and without a mask.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = answer_when_told as extern "C" fn(libc::c_int) as usize;
    // SAFETY: The action is whole, and the handler does what a handler may: it uses atomics,
    // and waits.
    let set = unsafe { libc::sigaction(libc::SIGSYS, &raw const action, ptr::null_mut()) };
    assert_eq!(set, 0, "{}", io::Error::last_os_error());
    // As the answer the call has its own number or command, which is not the zero of success.
    answer_membarrier(libc::SECCOMP_RET_TRAP);
}

#[test]
fn the_process_registers_once_and_no_get_waits_for_it() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    static POOLS: [Alives; 2] =
        [const { Pool::<Alive>::builder().create((|| Alive::new(&ALIVE)) as fn() -> Alive) }; 2];
    if !is_child() {
        let own = "the_process_registers_once_and_no_get_waits_for_it";
        run(&mut again(own));
        return;
    }
    let before = threads();
    count_calls();
    let start = Barrier::new(8);
    let use_pools = || {
        for pool in &POOLS {
            (0..1000).for_each(|_| take_and_return(pool, 3));
        }
    };
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                use_pools();
            });
        }
    });
    // All of this beside a registration that has not come to its end.
    POOLS.iter().for_each(Pool::clear);
    assert_eq!(count(&ALIVE), 0);
    while CALLS.load(Ordering::SeqCst) == 0 {
        thread::yield_now();
    }
    ENDS.store(true, Ordering::SeqCst);
    while threads() > before {
        thread::sleep(Duration::from_millis(1));
    }
    thread::scope(|scope| {
        scope.spawn(use_pools);
    });
    POOLS[0].prewarm(1);
    POOLS.iter().for_each(Pool::clear);
    assert_eq!(CALLS.load(Ordering::SeqCst), 1);
}

#[test]
fn prewarm_has_registered_when_it_returns() {
    if !is_child() {
        run(&mut again("prewarm_has_registered_when_it_returns"));
        return;
    }
    if !has_membarrier() {
        return;
    }
    let barrier = || membarrier(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED);
    thread::scope(|scope| {
        let _others = [(); 3].map(|()| Worker::start(scope));
        assert_eq!(barrier(), -1, "not registered");
        Pool::<u64>::new().prewarm(0);
        assert_eq!(barrier(), 0);
    });
}

/// In 2 µs, and stays one.
#[test]
fn a_process_of_one_thread_registers_by_itself() {
    if !is_child() {
        run(&mut again("a_process_of_one_thread_registers_by_itself"));
        return;
    }
    if !has_membarrier() {
        return;
    }
    fork(|| {
        assert_eq!(threads(), 1);
        let barrier = || membarrier(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED);
        assert_eq!(barrier(), -1, "not registered");
        get_cache(&Pool::<u64>::new());
        assert_eq!((barrier(), threads()), (0, 1));
    });
}
