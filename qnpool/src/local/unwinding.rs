//! User code that may panic, kept from panicking twice.
//!
//! A panic of an object's own code goes on to the caller, who would want to know,
//! unless the thread is unwinding already: a second panic would abort the process,
//! so it ends here, told by the panic hook. Only then is `catch_unwind` paid for,
//! which would keep `reset` from being inlined.
//!
//! Without std nobody can tell whether the thread unwinds, nor catch: there a
//! second panic aborts.

use alloc::boxed::Box;

/// Whether a panic now would be a second one.
#[inline]
pub(super) fn is_unwinding() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    return false;
}

/// Ends a panic of the code here.
pub(super) fn caught(code: impl FnOnce()) {
    #[cfg(feature = "std")]
    {
        use std::panic::{AssertUnwindSafe, catch_unwind};

        if let Err(panic) = catch_unwind(AssertUnwindSafe(code)) {
            // The payload is user code too, and may panic; what that one has to say is not
            // dropped, for it could go on so for ever.
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

/// Drops every object, the others too if one of them panics.
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

    // The first panic leaves from here, not from the destructor, so the destructor
    // runs while the thread unwinds, and goes on with the others.
    Rest(objects).drop_each();
}
