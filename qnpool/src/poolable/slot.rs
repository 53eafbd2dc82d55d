//! What the derived walk does with a field.
//!
//! The derive writes a field's type once, in the constant, where an error about it shows. In
//! the walk it writes `Slot(&mut self.field).reset(by)`. If the type can be reset, that is the
//! method of `Slot` itself. If it cannot, the method's bound does not hold, and the compiler
//! takes the method of [`RefusedSlot`], which does nothing and holds for every type: the
//! program has its one error in the constant already, and gets no second one here.
//!
//! That is sound because a method here and the constant of its field ask for the same bound:
//! what takes the method of `RefusedSlot` does not compile.

#![allow(missing_docs, reason = "hidden: generated code alone names these")]

use super::fields::{DefaultedField, EachField};
use super::resetter::{Resetter, reset_part};
use super::{Growable, Poolable};

/// A field, borrowed for its reset.
#[derive(Debug)]
pub struct Slot<'a, T>(pub &'a mut T);

impl<T: Poolable> Slot<'_, T> {
    #[inline]
    pub fn reset(self, by: &mut impl Resetter) {
        reset_part(self.0, by);
    }
}

impl<T: Growable> Slot<'_, T> {
    #[inline]
    pub fn reset_within(self, max_capacity: usize, by: &mut impl Resetter) {
        by.grow(self.0, max_capacity);
    }
}

impl<T: DefaultedField> Slot<'_, T> {
    #[inline]
    pub fn reset_defaulted(self, max_capacity: usize, by: &mut impl Resetter) {
        self.0.reset_defaulted(max_capacity, by);
    }
}

impl<T: EachField> Slot<'_, T> {
    #[inline]
    pub fn reset_each(self, by: &mut impl Resetter) {
        self.0.reset_each(by);
    }
}

/// The methods of a [`Slot`] whose field has been refused.
pub trait RefusedSlot: Sized {
    fn reset(self, _by: &mut impl Resetter) {}
    fn reset_within(self, _max_capacity: usize, _by: &mut impl Resetter) {}
    fn reset_defaulted(self, _max_capacity: usize, _by: &mut impl Resetter) {}
    fn reset_each(self, _by: &mut impl Resetter) {}
}

impl<T> RefusedSlot for Slot<'_, T> {}
