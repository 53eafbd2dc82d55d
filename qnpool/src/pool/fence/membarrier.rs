//! Linux: `membarrier(PRIVATE_EXPEDITED)`, for which the process has to register.
//!
//! # Who registers
//!
//! A process of one thread registers in 2 µs. In one of several the kernel waits until each
//! processor has been through its scheduler: 5 to 19 ms, for which no `get` should wait. So
//! the first use of a pool registers by itself only if its thread is the only one; else it
//! starts a thread that registers and ends, and meanwhile threads take their cache's lock at
//! each operation. [`prepare_now`] registers at once: whoever calls it has the time.
//!
//! Rejected: always a thread (a process of one thread may do what one of two may not, such
//! as `unshare`, and need not wait); the registration in an operation that happens to be slow
//! anyway (nobody's is slow by 19 ms).

use std::env;
use std::ffi::{c_int, c_void};
use std::fs;
use std::mem::MaybeUninit;
use std::os::unix::fs::MetadataExt;
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering, compiler_fence};

/// Set to `off`, `0` or `false`, the call is never made.
const VARIABLE: &str = "QNPOOL_ASYMMETRIC_FENCE";

/// No pool has been used.
const UNKNOWN: u8 = 0;
/// Somebody registers. Or nobody any more: there was no thread to be had for it, or this
/// process is a child forked in the middle, without the thread. Both keep the locks; that is
/// slow and right, and [`prepare_now`] ends it.
const REGISTERING: u8 = 1;
const AVAILABLE: u8 = 2;
/// It was not to be had, or not wanted.
const MISSING: u8 = 3;
/// It was there, and the system refuses it now.
const LOST: u8 = 4;

static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);

/// The owner's half: between its store and its load.
#[inline(always)]
#[expect(clippy::inline_always, reason = "no instruction at all")]
pub(in super::super) fn light() {
    compiler_fence(Ordering::SeqCst);
}

/// The revoker's half: between its store and its load.
///
/// False if the kernel refuses after all, as when the process has put itself in
/// a sandbox since; nothing may then be concluded from a load.
pub(in super::super) fn heavy() -> bool {
    let passed = membarrier(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED);
    if !passed {
        STATE.store(LOST, Ordering::Relaxed);
    }
    passed
}

/// Whether [`heavy`] can be counted on.
pub(in super::super) fn available() -> bool {
    // Acquires the registration, for whoever learns from the caller that it may call `heavy`.
    STATE.load(Ordering::Acquire) == AVAILABLE
}

/// Whether [`heavy`] could be counted on before, and cannot any more.
pub(in super::super) fn is_lost() -> bool {
    STATE.load(Ordering::Relaxed) == LOST
}

/// Sees to it that the process registers, once, and does not wait for it. Not to be called
/// with a lock.
pub(in super::super) fn prepare() {
    if STATE.load(Ordering::Relaxed) != UNKNOWN || !claim() {
        return;
    }
    if is_turned_off() {
        settle(MISSING);
    } else if is_only_thread() {
        register();
    } else {
        register_elsewhere();
    }
}

/// Registers the process unless it is, however long it takes. Not to be called with a lock.
pub(in super::super) fn prepare_now() {
    if STATE.load(Ordering::Relaxed) > REGISTERING {
        return;
    }
    claim();
    if is_turned_off() {
        settle(MISSING);
    } else {
        // Also beside another thread that does: it would else be waited for, and may not exist.
        register();
    }
}

/// Whether the caller is the one to register.
fn claim() -> bool {
    let (relaxed, new) = (Ordering::Relaxed, REGISTERING);
    let claimed = STATE.compare_exchange(UNKNOWN, new, relaxed, relaxed);
    claimed.is_ok()
}

/// What another thread has found out meanwhile stays.
fn settle(state: u8) {
    let (release, relaxed) = (Ordering::Release, Ordering::Relaxed);
    let _ = STATE.compare_exchange(REGISTERING, state, release, relaxed);
}

fn is_turned_off() -> bool {
    env::var_os(VARIABLE).is_some_and(|value| {
        let value = value.to_string_lossy().trim().to_ascii_lowercase();
        matches!(&*value, "off" | "0" | "false")
    })
}

fn is_only_thread() -> bool {
    // A folder for each thread, and the two links that any folder has.
    fs::metadata("/proc/self/task").is_ok_and(|tasks| tasks.nlink() == 3)
}

fn register() {
    let registered = membarrier(libc::MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
    settle(if registered { AVAILABLE } else { MISSING });
}

/// Registers on a thread that does nothing else.
///
/// It is the C library's thread rather than std's, which uses the caller's thread-locals: they
/// may be gone where this is the first use of a pool.
fn register_elsewhere() {
    extern "C" fn run(_: *mut c_void) -> *mut c_void {
        register();
        ptr::null_mut()
    }

    let signals = signals_for_others();
    let mut before = MaybeUninit::uninit();
    let mut thread = MaybeUninit::uninit();
    // SAFETY: The calls read and write the variables they are given. `run` is for any thread,
    // makes no use of its argument, and does not unwind. `thread` is written where
    // `pthread_create` succeeds and `before` where the first call does, else they are not
    // used; nobody else joins or detaches the thread.
    unsafe {
        if libc::pthread_sigmask(libc::SIG_BLOCK, &raw const signals, before.as_mut_ptr()) != 0 {
            return;
        }
        if libc::pthread_create(thread.as_mut_ptr(), ptr::null(), run, ptr::null_mut()) == 0 {
            libc::pthread_detach(thread.assume_init());
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), ptr::null_mut());
    }
}

/// Those that a thread of ours must not take from the program's threads: all but those that a
/// thread brings on itself. `SIGSYS` is one: a sandbox may answer the call by its handler, and a
/// thread that blocks it is ended.
fn signals_for_others() -> libc::sigset_t {
    const OWN: [c_int; 6] = [
        libc::SIGBUS,
        libc::SIGFPE,
        libc::SIGILL,
        libc::SIGSEGV,
        libc::SIGSYS,
        libc::SIGTRAP,
    ];
    let mut signals = MaybeUninit::uninit();
    // SAFETY: The first call writes the whole set, and the others change it.
    unsafe {
        libc::sigfillset(signals.as_mut_ptr());
        for signal in OWN {
            libc::sigdelset(signals.as_mut_ptr(), signal);
        }
        signals.assume_init()
    }
}

fn membarrier(command: c_int) -> bool {
    // SAFETY: The call takes three integers and touches no memory of ours.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
}
