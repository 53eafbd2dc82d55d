//! Calls of user code, without a second panic while the thread unwinds.
//!
//! A panic of an object's own code passes on to the caller. If the thread is unwinding already, a
//! second panic would abort the process, so it is caught here; the panic hook has reported it. Only
//! then is `catch_unwind` used, since it keeps `reset` from being inlined.
//!
//! Without std it is not known whether the thread unwinds, and a panic cannot be caught: there a
//! second panic aborts.

use alloc::boxed::Box;

/// Whether the thread is unwinding, so that a panic would be a second one.
#[inline]
pub(super) fn is_unwinding() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    return false;
}

/// Runs the code and discards its panic.
pub(super) fn caught(code: impl FnOnce()) {
    #[cfg(feature = "std")]
    {
        use std::panic::{AssertUnwindSafe, catch_unwind};

        if let Err(panic) = catch_unwind(AssertUnwindSafe(code)) {
            // Dropping the payload runs user code, which may panic in turn. The second payload is
            // leaked, since dropping it could panic again, and so on.
            if let Err(of_payload) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
                core::mem::forget(of_payload);
            }
        }
    }
    #[cfg(not(feature = "std"))]
    code();
}

pub(super) fn drop_object<T>(object: Box<T>) {
    if is_unwinding() {
        caught(|| drop(object));
    } else {
        drop(object);
    }
}

/// Drops every object, also if one of them panics.
pub(super) fn drop_all<T>(objects: impl Iterator<Item = Box<T>>) {
    struct Rest<I: Iterator<Item = Box<T>>, T>(I);

    impl<T, I: Iterator<Item = Box<T>>> Rest<I, T> {
        fn drop_each(&mut self) {
            self.0.by_ref().for_each(drop_object);
        }
    }

    impl<T, I: Iterator<Item = Box<T>>> Drop for Rest<I, T> {
        fn drop(&mut self) {
            self.drop_each();
        }
    }

    // The first panic comes from this call, not from the destructor. So the destructor runs while
    // the thread unwinds, and drops the remaining objects.
    Rest(objects).drop_each();
}
