//! Code in a forked child, which has one thread.

#![allow(unreachable_pub, reason = "a module of several test crates")]

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs code in a forked child, and fails if that fails or takes a minute.
#[track_caller]
pub fn fork(code: impl FnOnce()) {
    // SAFETY: The child does what it must not by the letter of POSIX: it allocates, and takes
    // locks. By glibc and musl it may allocate, and no other thread of this process was
    // holding a lock: they wait for the next message in a channel, which the child leaves
    // alone.
    let process = unsafe { libc::fork() };
    if process == 0 {
        // SAFETY: Both calls take a number, and touch no memory of ours.
        unsafe {
            libc::alarm(60);
            // Its panic is told by the hook.
            let failed = catch_unwind(AssertUnwindSafe(code)).is_err();
            libc::_exit(failed.into());
        }
    }
    assert!(process > 0, "{}", io::Error::last_os_error());
    let mut status = 0;
    // SAFETY: The call writes the status to where it is told, which is ours.
    let waited = unsafe { libc::waitpid(process, &raw mut status, 0) };
    assert_eq!(waited, process);
    // Signal 14 is the alarm.
    let (signal, code) = (libc::WTERMSIG(status), libc::WEXITSTATUS(status));
    assert_eq!((signal, code), (0, 0), "the child was ended, or failed");
}
