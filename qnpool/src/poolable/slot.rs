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

use core::marker::PhantomData;

use super::fields::{FieldWithinLimit, Each};
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

impl<T: FieldWithinLimit> Slot<'_, T> {
    #[inline]
    pub fn defaulted(self, max_capacity: usize, by: &mut impl Resetter) {
        self.0.defaulted(max_capacity, by);
    }
}

impl<T: Each> Slot<'_, T> {
    #[inline]
    pub fn each(self, by: &mut impl Resetter) {
        self.0.each(by);
    }
}

/// The type of a field of a default variant, which needs `Default` if it is not refused.
#[derive(Debug)]
pub struct Variant<T>(PhantomData<T>);

macro_rules! resettable {
    ($($function:ident: $bound:ident;)*) => {$(
        impl<T: $bound> Variant<T> {
            #[must_use]
            #[inline]
            pub fn $function() -> Resettable<T> {
                Resettable(PhantomData)
            }
        }
    )*};
}

resettable! {
    reset: Poolable;
    reset_within: Growable;
    defaulted: FieldWithinLimit;
    each: Each;
}

/// The functions of a [`Variant`] whose field has been refused.
pub trait RefusedVariant<T>: Sized {
    #[must_use]
    fn reset() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn reset_within() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn defaulted() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn each() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
}

impl<T> RefusedVariant<T> for Variant<T> {}

/// Stands on the left of [`FreshInVariant`]: a type that can be reset.
#[derive(Debug)]
pub struct Resettable<T>(PhantomData<T>);

#[derive(Debug)]
pub struct RefusedType<T>(PhantomData<T>);

/// A field of an enum's default variant does not implement `Default`.
///
/// Reset replaces any other variant by the default one, whose fields it creates.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// struct Buffer {
///     length: u32,
/// }
///
/// #[derive(Poolable)]
/// enum State {
///     #[pool(default)]
///     Idle(Buffer), // error: `Buffer` does not implement `Default`
///     Busy,
/// }
/// ```
///
/// ```
/// use qnpool::Poolable;
///
/// #[derive(Default, Poolable)]
/// struct Buffer {
///     length: u32,
/// }
///
/// #[derive(Poolable)]
/// enum State {
///     #[pool(default)]
///     Idle(Buffer),
///     Busy,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{T}` does not implement `Default`",
    label = "a fresh value of this type is needed",
    note = "reset creates the default variant from `Default` values:\nderive or implement `Default` for `{T}`,\nor give the field a value: `#[pool(value = EXPR)]`"
)]
pub trait FreshInVariant<T> {
    #[doc(hidden)]
    fn fresh(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T: Default> FreshInVariant<T> for Resettable<T> {
    #[inline]
    fn fresh(self) -> T {
        T::default()
    }
}

#[diagnostic::do_not_recommend]
impl<T> FreshInVariant<T> for RefusedType<T> {
    fn fresh(self) -> T {
        unreachable!("the field has been refused")
    }
}

/// The methods of a [`Slot`] whose field has been refused.
pub trait RefusedSlot: Sized {
    fn reset(self, _by: &mut impl Resetter) {}
    fn reset_within(self, _max_capacity: usize, _by: &mut impl Resetter) {}
    fn defaulted(self, _max_capacity: usize, _by: &mut impl Resetter) {}
    fn each(self, _by: &mut impl Resetter) {}
}

impl<T> RefusedSlot for Slot<'_, T> {}
