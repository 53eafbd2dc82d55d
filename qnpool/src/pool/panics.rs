//! Where user code runs, and what becomes of its panics.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

pub(super) type Payload = Box<dyn Any + Send>;

/// Runs user code that must not end its caller.
#[inline]
pub(super) fn contain<R>(code: impl FnOnce() -> R) -> Result<R, Payload> {
    catch_unwind(AssertUnwindSafe(code))
}

/// A panic of an object's own code goes on to the holder, who would want to know,
/// unless the thread is unwinding already: a second panic would abort the process,
/// so it ends here, told by the panic hook.
pub(super) fn pass_on(panic: Payload) {
    if thread::panicking() {
        end(panic);
    } else {
        resume_unwind(panic);
    }
}

/// Ends a panic here. The payload is user code too, and may panic; what that one has to
/// say is not dropped, for it could go on so for ever.
pub(super) fn end(panic: Payload) {
    if let Err(of_payload) = contain(|| drop(panic)) {
        mem::forget(of_payload);
    }
}

/// Drops an object whose code has just panicked: it may well panic again, and one
/// panic is told.
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

/// Of several panics, the first one is told.
pub(super) fn keep_first(first: &mut Option<Payload>, next: Option<Payload>) {
    match next {
        Some(panic) if first.is_some() => end(panic),
        Some(panic) => *first = Some(panic),
        None => (),
    }
}
