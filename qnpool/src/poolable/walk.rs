//! The walk over the fields of an object that resets them.
//!
//! The derive writes one walk over the fields, `Poolable::__qnpool_walk`, and nothing else. It is
//! run by `reset`, by the reset of a type that has the derived one as a field, and by a pool that
//! sometimes [fits](super::inspection) an object to its traffic. If no pool inspects the object,
//! the compiler knows that when it inlines the walk, so it costs nothing.
//!
//! Rejected: a derived `reset` besides the walk, with the same statements: the user's crate
//! compiled a third longer for each type. A walk that is generic over its caller: a twelfth longer.

#[cfg(feature = "std")]
use super::shrinker::{Found, Shrinker};
use super::{Growable, Poolable, ResetOutcome};

/// The state of a walk, to which each field is passed.
#[derive(Debug, Default)]
pub struct Walk<'a> {
    /// The outcome of all parts. The compiler removes it for types without limits and without parts
    /// that may be unfit, and where it is not read.
    outcome: ResetOutcome,
    /// Set if a pool inspects this use.
    #[cfg(feature = "std")]
    shrinker: Option<Shrinker<'a>>,
    #[cfg(not(feature = "std"))]
    shrinker: core::marker::PhantomData<&'a ()>,
}

/// Implements `reset` for a type with a derived walk.
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
    // It is reset even if it is unfit, since `reset` does not report that to its caller.
    walk.note_unfit(part.should_discard());
    part.__qnpool_walk(walk);
}

/// Resets the object, unless it must not be used again. `walk` then has the outcome; if the reset
/// panics, it has that of the parts before.
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
    /// Makes the walk inspect the fields that follow.
    pub(super) fn begin_inspection(&mut self, shrinker: Shrinker<'a>) {
        self.shrinker = Some(shrinker);
    }

    /// Ends the inspection, and returns its result.
    pub(super) fn end_inspection(&mut self) -> Found {
        self.shrinker.take().map(Shrinker::end).unwrap_or_default()
    }
}

impl Walk<'_> {
    #[inline]
    pub(crate) fn outcome(&self) -> ResetOutcome {
        self.outcome
    }

    /// Records that a part is unfit, and so the whole object, if `is_unfit`.
    #[inline]
    pub(crate) fn note_unfit(&mut self, is_unfit: bool) {
        self.outcome = self.outcome.unfit_if(is_unfit);
    }

    /// Resets the container and keeps at most `max_capacity`, or less if a pool fits the object to
    /// its traffic.
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

    /// Resets without inspection, for fields in a box and for wiped ones: a shrinker could not
    /// identify them by their address.
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
