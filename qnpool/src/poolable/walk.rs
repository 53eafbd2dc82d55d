//! How a growable field is reset: at its limit, or by a pool that inspects it first.
//!
//! The derive writes one walk over the fields, `Poolable::__qnpool_walk`, and nothing else.
//! Several run it: `reset`, the reset of a type that has the derived one as a field, and a
//! pool that now and then [fits](super::inspection) an object to its traffic. Where no pool inspects it,
//! that is known when the walk is inlined, and costs nothing. Rejected: a `reset` beside the
//! walk with the same statements, which took the user's compiler a third longer for each type;
//! and a walk that is generic over who runs it, which took it a twelfth longer.

#[cfg(feature = "std")]
use super::shrinker::{Found, Shrinker};
use super::{Growable, Poolable, ResetOutcome};

/// What the walk passes each field to.
#[derive(Debug, Default)]
pub struct Walk<'a> {
    /// Of all parts. The compiler removes it for types that have no limits and no parts that
    /// may be unfit, and where it is not read.
    outcome: ResetOutcome,
    /// Of a pool that inspects this use.
    #[cfg(feature = "std")]
    shrinker: Option<Shrinker<'a>>,
    #[cfg(not(feature = "std"))]
    shrinker: core::marker::PhantomData<&'a ()>,
}

/// `reset`, for a type whose walk has been derived.
#[inline]
#[allow(
    clippy::needless_maybe_sized,
    reason = "of a type without a size there is an error at the type, and none here"
)]
pub fn reset<T: Poolable + ?Sized>(object: &mut T) {
    object.__qnpool_walk(&mut Walk::default());
}

/// Resets a part of an object.
#[inline]
pub(super) fn reset_part<T: Poolable>(part: &mut T, walk: &mut Walk<'_>) {
    // It is reset in any case: the caller of `reset` does not learn that a part is unfit.
    walk.note_unfit(part.should_discard());
    part.__qnpool_walk(walk);
}

/// Resets the object, unless it must not be used again. The walk then has the outcome; of a
/// reset that panics, that of the parts before.
#[inline]
pub(crate) fn reset_unless_unfit<T: Poolable>(object: &mut T, walk: &mut Walk<'_>) {
    if object.should_discard() {
        walk.note_unfit(true);
    } else {
        object.__qnpool_walk(walk);
    }
}

#[cfg(feature = "std")]
impl<'a> Walk<'a> {
    /// From now on the walk is one of a pool that inspects this use.
    pub(super) fn begin_inspection(&mut self, shrinker: Shrinker<'a>) {
        self.shrinker = Some(shrinker);
    }

    /// What the shrinker has found.
    pub(super) fn end_inspection(&mut self) -> Found {
        self.shrinker.take().map(Shrinker::end).unwrap_or_default()
    }
}

impl Walk<'_> {
    #[inline]
    pub(crate) fn outcome(&self) -> ResetOutcome {
        self.outcome
    }

    /// If so, a part must not be used again, and so neither must the whole.
    #[inline]
    pub(crate) fn note_unfit(&mut self, is_unfit: bool) {
        self.outcome = self.outcome.unfit_if(is_unfit);
    }

    /// Resets the container and keeps at most `max_capacity`, or less if a pool fits the object
    /// to its traffic.
    #[inline]
    pub(super) fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        #[cfg(feature = "std")]
        if let Some(shrinker) = &mut self.shrinker {
            let fit = shrinker.fit(container, max_capacity);
            self.grow_at_limit(container, max_capacity);
            if let (Some(limit), Some(shrinker)) = (fit, &mut self.shrinker) {
                shrinker.shrink(container, limit);
            }
            return;
        }
        self.grow_at_limit(container, max_capacity);
    }

    #[inline]
    fn grow_at_limit<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        self.outcome = self.outcome.and(container.reset_within(max_capacity));
    }

    /// For fields that no pool inspects, in a box or wiped: a shrinker would not know them again
    /// by where they are.
    #[inline]
    pub(super) fn at_limit(&mut self, reset: impl FnOnce(&mut Self)) {
        #[cfg(feature = "std")]
        let shrinker = self.shrinker.take();
        reset(self);
        #[cfg(feature = "std")]
        {
            self.shrinker = shrinker;
        }
    }
}
