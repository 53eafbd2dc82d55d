//! How a growable field is reset: at its limit, or by somebody who looks at it first.
//!
//! The derive writes one walk over the fields, and two run it: [`AtLimit`], which is
//! `reset`, and the one of a pool that now and then [fits](super::fitting) an object to
//! its traffic. A second walk for the latter would be as much code again for the user's
//! compiler; a question at each field, whether somebody looks, two instructions at each
//! reset.

use super::{Growable, Poolable};

/// Who resets the fields that can grow.
pub trait Resetter {
    /// Resets the container and keeps at most `max_capacity`.
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize);
}

/// Keeps as much as the limit allows.
#[derive(Debug)]
pub struct AtLimit;

impl Resetter for AtLimit {
    #[inline]
    fn grow<G: Growable>(&mut self, container: &mut G, max_capacity: usize) {
        container.reset_within(max_capacity);
    }
}

/// What a derived `reset` is.
#[inline]
#[expect(
    clippy::needless_maybe_sized,
    reason = "or a type without a size is told twice that it has none"
)]
pub fn reset_at_limit<T: Poolable + ?Sized>(object: &mut T) {
    object.__reset_by(&mut AtLimit);
}
