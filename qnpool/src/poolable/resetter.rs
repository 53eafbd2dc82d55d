//! How a growable field is reset: at its limit, or by somebody who looks at it first.
//!
//! The derive writes one walk over the fields and nothing else, and several run it: `reset`,
//! whoever resets a type that has the derived one as a field, and a pool that now and then
//! [fits](super::fitter) an object to what it is used for. Rejected: a `reset` beside the
//! walk, which took the user's compiler a third longer for each type; a question at each
//! field, whether somebody looks, two instructions at each reset.
//!
//! So `reset` is the one that has a default, which is this walk, and the compiler does not
//! miss it in an implementation that has neither. [`Whole`] does, where that is used.

use super::{Growable, Poolable};

/// Who resets the fields that can grow.
pub trait Resetter {
    /// Who resets what is in the fields.
    type Inside: Resetter;

    /// For what is in the fields.
    fn inside(&mut self) -> &mut Self::Inside;

    /// Resets the container and keeps at most `max_capacity`.
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize);

    /// Resets a type that has no walk.
    fn whole<T: Poolable>(&mut self, object: &mut T);

    /// For what nobody looks at: what is in a box, or has been wiped.
    fn at_limit(&mut self) -> &mut AtLimit;
}

/// Resets a part of an object.
#[inline]
pub(super) fn reset_part<T: Poolable>(part: &mut T, by: &mut impl Resetter) {
    // Reset it is in any case: who calls `reset` hears of nothing.
    by.at_limit().note_unfit(part.should_discard());
    part.__reset_by(by);
}

/// True if the object, or a part of it, must not be used again: then it may be reset in part.
#[inline]
pub(crate) fn reset_unless_unfit<T: Poolable>(object: &mut T) -> bool {
    if object.should_discard() {
        return true;
    }
    let mut at_limit = AtLimit::default();
    object.__reset_by(&mut at_limit);
    at_limit.is_unfit
}

/// Keeps as much as the limit allows, and hears of what must not be used again. Of types that
/// have no such parts nothing is left of the question, and nor is it where nobody asks in the end.
#[derive(Debug, Default)]
pub struct AtLimit {
    pub(super) is_unfit: bool,
}

impl AtLimit {
    /// If so, a part must not be used again, and so the whole neither.
    #[inline]
    pub(super) fn note_unfit(&mut self, is_unfit: bool) {
        self.is_unfit |= is_unfit;
    }
}

impl Resetter for AtLimit {
    type Inside = Self;

    #[inline]
    fn inside(&mut self) -> &mut Self {
        self
    }

    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        self.note_unfit(container.__is_stuck());
        container.reset_within(max_capacity);
    }

    #[inline]
    fn whole<T: Poolable>(&mut self, object: &mut T) {
        object.reset();
    }

    #[inline]
    fn at_limit(&mut self) -> &mut Self {
        self
    }
}

/// The same for `reset` itself, that of a type which has a walk.
#[derive(Debug, Default)]
pub(super) struct Whole(AtLimit);

impl Resetter for Whole {
    type Inside = AtLimit;

    #[inline]
    fn inside(&mut self) -> &mut AtLimit {
        &mut self.0
    }

    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        self.0.grow(container, max_capacity);
    }

    fn whole<T: Poolable>(&mut self, _object: &mut T) {
        const {
            assert!(
                size_of::<T>() == usize::MAX,
                "an implementation of `Poolable` has no `reset`"
            );
        }
    }

    #[inline]
    fn at_limit(&mut self) -> &mut AtLimit {
        &mut self.0
    }
}
