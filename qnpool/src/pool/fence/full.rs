//! Where there is no system call for it: both pass a full fence.
//!
//! Of two such fences one comes first, in the one order *S* of all of them:
//!
//! - if the owner's is first, the revoker's load sees the owner's store, or a later one;
//! - if the revoker's is first, the owner's load sees the revoker's store, or a later one.
//!
//! That a revoker sees an owner that is out does not end the game: the owner may go inside
//! again. Had its fence of then come before the revoker's, the revoker would have seen it
//! inside. So it comes after, and the owner sees that its cache is closed.
//!
//! These fences order nothing else. What an owner did to its magazines a revoker gets by the
//! release and the acquire of `state`, and what a revoker did the owner gets by the cache's
//! lock. `ThreadSanitizer` knows no fences, and so finds where either is missing.

use std::sync::atomic::{Ordering, fence};

/// The owner's half: between its store and its load.
#[inline(always)]
#[expect(clippy::inline_always, reason = "one instruction, on the hit path")]
pub(in super::super) fn light() {
    fence(Ordering::SeqCst);
}

/// The revoker's half: between its store and its load.
pub(in super::super) fn heavy() -> bool {
    fence(Ordering::SeqCst);
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
