//! How a growable field is reset: at its limit, or by a pool that looks at it first.
//!
//! The derive writes one walk over the fields, `Poolable::__qnpool_walk`, and nothing else.
//! Several run it: `reset`, the reset of a type that has the derived one as a field, and a
//! pool that now and then [fits](super::fitter) an object to its traffic. Rejected: a `reset`
//! beside the walk with the same statements, which took the user's compiler a third longer
//! for each type; and a check at each field whether a pool looks, two instructions at each
//! reset.

use super::{Growable, Poolable, shrinks};

/// What the walk passes each field to.
pub trait Resetter {
    /// Resets the container and keeps at most `max_capacity`.
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize);

    /// For fields that no pool looks at: in a box, or wiped.
    fn at_limit(&mut self) -> &mut AtLimit;
}

/// `reset`, for a type whose walk has been derived.
#[inline]
pub fn reset<T: Poolable>(object: &mut T) {
    object.__qnpool_walk(&mut AtLimit::default());
}

/// Resets a part of an object.
#[inline]
pub(super) fn reset_part<T: Poolable>(part: &mut T, by: &mut impl Resetter) {
    // It is reset in any case: the caller of `reset` does not learn that a part is unfit.
    by.at_limit().note_unfit(part.should_discard());
    part.__qnpool_walk(by);
}

/// True if the object, or a part of it, must not be used again: then it may be reset in part.
#[inline]
pub(crate) fn reset_unless_unfit<T: Poolable>(object: &mut T) -> bool {
    if object.should_discard() {
        return true;
    }
    let mut at_limit = AtLimit::default();
    object.__qnpool_walk(&mut at_limit);
    at_limit.is_unfit
}

/// Keeps as much as the limit allows, and notes whether a part must not be used again. The
/// compiler removes that flag for types without such parts, and where it is not read.
#[derive(Debug, Default)]
pub struct AtLimit {
    pub(super) is_unfit: bool,
}

impl AtLimit {
    /// If so, a part must not be used again, and so neither must the whole.
    #[inline]
    pub(super) fn note_unfit(&mut self, is_unfit: bool) {
        self.is_unfit |= is_unfit;
    }
}

impl Resetter for AtLimit {
    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        let outcome = container.reset_within(max_capacity);
        if outcome.shrinks() > 0 {
            shrinks::note(outcome.shrinks());
        }
        self.note_unfit(outcome.is_unfit);
    }

    #[inline]
    fn at_limit(&mut self) -> &mut Self {
        self
    }
}
