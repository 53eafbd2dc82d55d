//! The asymmetric fence: free for a cache's owner, a system call for everybody else.
//!
//! An owner and a thread that wants to revoke its cache play Dekker's game: each
//! stores its own word and then loads the other's, and at least one of them must see
//! the other. That takes a full barrier between store and load on **both** sides,
//! and a full barrier costs the owner 8 ns, four times the rest of its hit.
//!
//! [`heavy`] is Linux's `membarrier(PRIVATE_EXPEDITED)`: while it runs, every
//! processor that runs a thread of this process passes a full barrier, and a thread
//! that does not run passed one when it was switched out. So for every owner there is
//! a point *P*, inside the call, that is a full barrier. The owner's side is a
//! compiler fence, which keeps the order of its store and its load in the program:
//!
//! - if the owner's load comes after *P*, it sees the revoker's store, made before the call;
//! - if it comes before *P*, so did the owner's store, and *P* made it visible to the
//!   revoker, who loads after the call.
//!
//! Where there is no such call (another system, an old kernel, a filter on system
//! calls) [`available`] says no, and caches are then never left to their owner
//! alone: each operation takes the cache's own lock. That costs two locked
//! instructions, about 15 ns a pair, and is the only difference.
//!
//! Rejected: a full fence in the owner as the fallback (a branch on the hit path, or
//! the cost for everybody); `mprotect` to provoke the barrier (a barrier on x86 only).

use std::sync::atomic::{Ordering, compiler_fence};

/// The owner's half: between its store and its load.
#[inline(always)]
#[expect(clippy::inline_always, reason = "no instruction at all")]
pub(super) fn light() {
    compiler_fence(Ordering::SeqCst);
}

pub(super) use platform::{available, heavy};

#[cfg(all(target_os = "linux", not(miri)))]
mod platform {
    use std::sync::atomic::{AtomicU8, Ordering};

    const UNKNOWN: u8 = 0;
    const AVAILABLE: u8 = 1;
    const MISSING: u8 = 2;

    static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);

    /// Whether [`heavy`] can be counted on; registers the process the first time.
    pub(in super::super) fn available() -> bool {
        match STATE.load(Ordering::Relaxed) {
            AVAILABLE => true,
            MISSING => false,
            _ => {
                let registered = membarrier(libc::MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
                let state = if registered { AVAILABLE } else { MISSING };
                // A failure that another thread met meanwhile stays.
                let _ =
                    STATE.compare_exchange(UNKNOWN, state, Ordering::Relaxed, Ordering::Relaxed);
                registered
            }
        }
    }

    /// The revoker's half: between its store and its load.
    ///
    /// False if the kernel refuses after all, as when the process has put itself in
    /// a sandbox since; nothing may then be concluded from a load.
    pub(in super::super) fn heavy() -> bool {
        let passed = membarrier(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED);
        if !passed {
            STATE.store(MISSING, Ordering::Relaxed);
        }
        passed
    }

    fn membarrier(command: libc::c_int) -> bool {
        // SAFETY: The call takes three integers and touches no memory of ours.
        unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod platform {
    pub(in super::super) fn available() -> bool {
        false
    }

    pub(in super::super) fn heavy() -> bool {
        false
    }
}
