//! Windows: `FlushProcessWriteBuffers`, which interrupts every processor that runs a thread
//! of the process. It is there since Windows Vista, needs no registration, and cannot fail.

use std::sync::atomic::{Ordering, compiler_fence};

/// The owner's half: between its store and its load.
#[inline(always)]
#[expect(clippy::inline_always, reason = "no instruction at all")]
pub(in super::super) fn light() {
    compiler_fence(Ordering::SeqCst);
}

/// The revoker's half: between its store and its load.
pub(in super::super) fn heavy() -> bool {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn FlushProcessWriteBuffers();
    }

    // The call is opaque to the compiler, which moves neither the store nor the load across.
    // SAFETY: The call takes nothing, returns nothing, and touches no memory of ours.
    unsafe { FlushProcessWriteBuffers() };
    true
}

pub(in super::super) const fn available() -> bool {
    true
}

pub(in super::super) const fn is_lost() -> bool {
    false
}

/// There is nothing to prepare.
pub(in super::super) const fn prepare() {}

pub(in super::super) const fn prepare_now() {}
