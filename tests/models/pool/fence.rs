//! The engine's `fence`, as far as loom can tell it.
//!
//! What `membarrier` gives is a point *P* inside the call, for every thread, that is a
//! full barrier on both sides; with the owner's compiler fence, which it cannot
//! straddle, *P* comes before the owner's fence or after. That is a read-modify-write
//! of one word by both: the two come in some order, and whoever is second sees all
//! that the first did before. So each thread has a word; [`light`] passes its own, and
//! [`heavy`] passes those of all others, one after another.
//!
//! `fence(SeqCst)` on both sides promises the pair the same, and more: loom lets any
//! two such fences synchronize, those of two *owners* too, who have only a compiler
//! fence in truth. A missing order between two owners would not be found.
//!
//! With `--cfg qnpool_full_fence` it is these fences nevertheless, as on targets where both
//! sides pass one.

use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};

/// Threads of a model, the first included.
const THREADS: usize = 3;

struct Kernel {
    passed: [AtomicUsize; THREADS],
    /// What the process knows.
    is_available: AtomicBool,
    /// What it does not know yet.
    refuses: AtomicBool,
    /// Not loom's: the order in which threads first pass here is no part of a model.
    threads: std::sync::atomic::AtomicUsize,
}

loom::lazy_static! {
    static ref KERNEL: Kernel = Kernel {
        passed: std::array::from_fn(|_| AtomicUsize::new(0)),
        is_available: AtomicBool::new(true),
        refuses: AtomicBool::new(false),
        threads: std::sync::atomic::AtomicUsize::new(0),
    };
}

loom::thread_local! {
    static THREAD: usize = KERNEL.threads.fetch_add(1, Ordering::Relaxed);
}

pub(super) fn light() {
    if cfg!(qnpool_full_fence) {
        return fence(Ordering::SeqCst);
    }
    let own = THREAD.with(|own| *own);
    KERNEL.passed[own].fetch_add(1, Ordering::AcqRel);
}

pub(super) fn available() -> bool {
    KERNEL.is_available.load(Ordering::Acquire)
}

pub(super) fn heavy() -> bool {
    if KERNEL.refuses.load(Ordering::Relaxed) {
        KERNEL.is_available.store(false, Ordering::Relaxed);
        return false;
    }
    if cfg!(qnpool_full_fence) {
        fence(Ordering::SeqCst);
        return true;
    }
    let own = THREAD.with(|own| *own);
    let others = KERNEL.passed.iter().enumerate();
    for (_, word) in others.filter(|(thread, _)| *thread != own) {
        word.fetch_add(1, Ordering::AcqRel);
    }
    true
}

/// From the start there is no such call, or the process has not registered for it yet.
pub(super) fn remove() {
    KERNEL.is_available.store(false, Ordering::Relaxed);
}

/// The process has registered.
pub(super) fn provide() {
    KERNEL.is_available.store(true, Ordering::Release);
}

/// From now on the call fails, as in a sandbox that forbids it.
pub(super) fn refuse() {
    KERNEL.refuses.store(true, Ordering::Relaxed);
}
