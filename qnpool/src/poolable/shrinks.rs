//! How often a buffer was over its limit and was shrunk.
//!
//! `Growable::reset_within` returns it, and the walk over an object's fields adds it to a
//! count of the thread's: `Poolable::reset`, which people write by hand, returns nothing. The
//! code that has reset an object takes the count. A pool that threads share does not even
//! ask: it has itself called, and then leaves its fast path by itself.
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

    /// It does not unwind: see `sequences`.
    #[cold]
    #[inline(never)]
    pub(in super::super) extern "C" fn note(shrinks: u32) {
        NOTED.set(NOTED.get() + u64::from(shrinks));
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
    pub(in super::super) fn note(_shrinks: u32) {}

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
