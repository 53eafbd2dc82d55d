//! Calls of user code, and what the pool does with their panics.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

pub(super) type Payload = Box<dyn Any + Send>;

/// Runs user code, and returns its panic as an error.
#[inline]
pub(super) fn contain<R>(code: impl FnOnce() -> R) -> Result<R, Payload> {
    catch_unwind(AssertUnwindSafe(code))
}

/// Passes a panic of an object's code on to the caller. If the thread is unwinding already, a
/// second panic would abort the process, so this one ends here; the panic hook has reported it.
pub(super) fn pass_on(panic: Payload) {
    if thread::panicking() {
        end(panic);
    } else {
        resume_unwind(panic);
    }
}

/// Drops the payload of a panic. That runs user code, which may panic in turn; the second payload
/// is leaked, since dropping it could panic again, and so on.
pub(super) fn end(panic: Payload) {
    if let Err(of_payload) = contain(|| drop(panic)) {
        mem::forget(of_payload);
    }
}

/// Drops an object whose code has just panicked. A panic of its `Drop` is discarded, since the
/// caller gets the first one.
pub(super) fn drop_half_done<T>(object: Box<T>) {
    if let Err(panic) = contain(|| drop(object)) {
        end(panic);
    }
}

pub(super) fn drop_object<T>(object: Box<T>) {
    if let Err(panic) = contain(|| drop(object)) {
        pass_on(panic);
    }
}

/// Drops every object, calls `dropped` after each, and returns the first panic.
pub(super) fn drop_all<T>(
    objects: impl IntoIterator<Item = Box<T>>,
    dropped: impl Fn(),
) -> Option<Payload> {
    let mut first = None;
    for object in objects {
        let outcome = contain(|| drop(object));
        dropped();
        keep_first(&mut first, outcome.err());
    }
    first
}

/// Keeps the first of several panics.
pub(super) fn keep_first(first: &mut Option<Payload>, next: Option<Payload>) {
    match next {
        Some(panic) if first.is_some() => end(panic),
        Some(panic) => *first = Some(panic),
        None => (),
    }
}
