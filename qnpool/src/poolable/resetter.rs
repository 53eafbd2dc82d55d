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

    /// A part must not be used again, and so the whole neither.
    #[inline]
    fn note_unfit(&mut self) {}
}

/// Resets a part of an object.
#[inline]
pub(super) fn reset_part<T: Poolable>(part: &mut T, by: &mut impl Resetter) {
    if part.should_discard() {
        by.note_unfit();
    }
    part.__reset_by(by);
}

/// The same behind a pointer, where nobody looks at the fields that grow.
#[inline]
pub(super) fn reset_behind<T: Poolable>(part: &mut T, by: &mut impl Resetter) {
    // Reset it is in any case: who calls `reset` hears of nothing.
    let mut asking = Asking::default();
    reset_part(part, &mut asking);
    if asking.is_unfit {
        by.note_unfit();
    }
}

/// True if the object, or a part of it, must not be used again: then it may be reset in part.
#[inline]
pub(crate) fn reset_unless_unfit<T: Poolable>(object: &mut T) -> bool {
    if object.should_discard() {
        return true;
    }
    let mut asking = Asking::default();
    object.__reset_by(&mut asking);
    asking.is_unfit
}

/// Keeps as much as the limit allows.
#[derive(Debug)]
pub struct AtLimit;

impl Resetter for AtLimit {
    type Inside = Self;

    #[inline]
    fn inside(&mut self) -> &mut Self {
        self
    }

    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        container.reset_within(max_capacity);
    }

    #[inline]
    fn whole<T: Poolable>(&mut self, object: &mut T) {
        object.reset();
    }
}

/// The same, and hears of what must not be used again. Of types that have no such parts nothing
/// is left of the question.
#[derive(Debug, Default)]
struct Asking {
    is_unfit: bool,
}

impl Resetter for Asking {
    type Inside = Self;

    #[inline]
    fn inside(&mut self) -> &mut Self {
        self
    }

    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        self.is_unfit |= container.__is_stuck();
        container.reset_within(max_capacity);
    }

    #[inline]
    fn whole<T: Poolable>(&mut self, object: &mut T) {
        object.reset();
    }

    #[inline]
    fn note_unfit(&mut self) {
        self.is_unfit = true;
    }
}

/// [`AtLimit`] for `reset` itself, that of a type which has a walk.
#[derive(Debug)]
pub(super) struct Whole(pub(super) AtLimit);

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
}
