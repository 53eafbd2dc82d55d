//! How often a buffer was over its limit and was cut.
//!
//! Noted on the path that frees memory, which is long already, in a count of the thread's:
//! `reset` knows no pool that it could tell, and people write it by hand, so that it cannot
//! return it either. Whoever has reset an object takes what was noted. A pool that threads
//! share does not even ask: it has itself called, and then leaves its fast path by itself.
//!
//! Rejected: to compare the count before the reset with the count after. But a number that
//! lives through a reset took 17 instructions of 61, and the question after the reset alone 4.

#[cfg(feature = "std")]
mod count {
    use std::cell::Cell;
    use std::sync::OnceLock;

    thread_local! {
        static NOTED: Cell<u64> = const { Cell::new(0) };
    }

    static LISTENER: OnceLock<fn()> = OnceLock::new();

    /// Has a function called at each shrink from now on, on the thread of the shrink. The
    /// first one stays; there is one kind of listener.
    pub(crate) fn listen(listener: fn()) {
        LISTENER.get_or_init(|| listener);
    }

    #[cold]
    pub(in super::super) fn note() {
        NOTED.set(NOTED.get() + 1);
        if let Some(listener) = LISTENER.get() {
            listener();
        }
    }

    #[inline]
    pub(crate) fn are_noted() -> bool {
        NOTED.get() != 0
    }

    /// What was noted since the last call.
    #[inline]
    pub(crate) fn take() -> u64 {
        let noted = NOTED.get();
        if noted != 0 {
            NOTED.set(0);
        }
        noted
    }

    /// Makes what was noted since the last call of `take` what that one returned.
    pub(crate) fn restore(noted: u64) {
        NOTED.set(noted);
    }
}

/// Without `std` a thread has no place to count in.
#[cfg(not(feature = "std"))]
mod count {
    #[inline]
    pub(in super::super) fn note() {}

    #[inline]
    pub(crate) fn are_noted() -> bool {
        false
    }

    #[inline]
    pub(crate) fn take() -> u64 {
        0
    }
}

#[cfg(feature = "std")]
pub(crate) use count::listen;
pub(super) use count::note;
#[cfg(feature = "std")]
pub(crate) use count::restore;
pub(crate) use count::{are_noted, take};

/// For what tells its size, but not whether it is cut.
#[cfg(any(feature = "std", feature = "hashbrown", feature = "indexmap"))]
#[inline]
pub(super) fn note_change(before: usize, after: usize) {
    if before != after {
        note();
    }
}
