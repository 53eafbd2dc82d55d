//! What the derived walk does with the fields.
//!
//! The derive writes a field's type once, in the constant, where an error about it shows. In
//! the walk it writes `Slots((&mut self.body, &mut self.sequence)).reset(limit, walk)`, for up to
//! twelve fields at once. If all of them can be reset, that is the method of `Slots` itself. If
//! one cannot, the method's bound does not hold, and the compiler goes on to what `Slots` derefs
//! to: the method of [`RefusedSlots`], which does nothing. The program has its one error in the
//! constant already, and gets no second one here.
//!
//! That is sound because a slot and the constant of its field ask for the same bound: what
//! takes the method of `RefusedSlots` does not compile.
//!
//! Instructions of rustc for a field, in a struct of ten: 136,000. Rejected: a call for each
//! field, by its type (279,000) or with a fallback of its own (352,000).

#![allow(missing_docs, reason = "hidden: generated code alone names these")]

use core::marker::PhantomData;
use core::mem::needs_drop;
use core::ops::Deref;

use super::fields::FieldWithinLimit;
use super::rules::Each;
use super::walk::Walk;
use super::{Growable, Poolable};

/// Fields, each as a `Slot`.
#[derive(Debug)]
pub struct Slots<F>(pub F);

/// A field, borrowed for its reset: `&mut T` for one without an option, with its limit beside it
/// for one that has its own, or in [`EachSlot`].
pub trait Slot {
    /// True for fields that own nothing, which are reset first.
    const IS_PLAIN: bool = false;

    fn in_slot(&mut self, type_limit: usize, walk: &mut Walk<'_>);
}

/// In a type without a limit, a growable field is refused, and `type_limit` is not used.
impl<T: FieldWithinLimit> Slot for &mut T {
    const IS_PLAIN: bool = !needs_drop::<T>();

    #[inline]
    fn in_slot(&mut self, type_limit: usize, walk: &mut Walk<'_>) {
        self.by_type_limit(type_limit, walk);
    }
}

impl<T: Growable> Slot for (&mut T, usize) {
    #[inline]
    fn in_slot(&mut self, _type_limit: usize, walk: &mut Walk<'_>) {
        walk.grow(self.0, self.1);
    }
}

/// A field with `each`.
#[derive(Debug)]
pub struct EachSlot<'a, T>(pub &'a mut T);

impl<T: Each> Slot for EachSlot<'_, T> {
    #[inline]
    fn in_slot(&mut self, _type_limit: usize, walk: &mut Walk<'_>) {
        self.0.by_elements(walk);
    }
}

/// A field that has been wiped: no pool looks how full it is.
#[derive(Debug)]
pub struct WipedSlot<S>(pub S);

impl<S: Slot> Slot for WipedSlot<S> {
    #[inline]
    fn in_slot(&mut self, type_limit: usize, walk: &mut Walk<'_>) {
        walk.at_limit(|walk| self.0.in_slot(type_limit, walk));
    }
}

macro_rules! slots {
    () => {};
    ($first:ident $($rest:ident)*) => {
        slots!(=> $first $($rest)*);
        slots!($($rest)*);
    };
    (=> $($field:ident)*) => {
        #[allow(non_snake_case, reason = "a field is called as its type")]
        impl<$($field: Slot),*> Slots<($($field,)*)> {
            #[inline]
            pub fn reset(self, type_limit: usize, walk: &mut Walk<'_>) {
                let ($(mut $field,)*) = self.0;
                // The checks of the other fields' capacities would keep the compiler from
                // writing plain fields, and lengths, in one go.
                $(if $field::IS_PLAIN {
                    $field.in_slot(type_limit, walk);
                })*
                $(if !$field::IS_PLAIN {
                    $field.in_slot(type_limit, walk);
                })*
            }
        }
    };
}

slots!(A B C D E F G H I J K L);

/// What `Slots` derefs to, for the method that is left if one of them has been refused.
#[derive(Debug)]
pub struct RefusedSlots;

impl RefusedSlots {
    #[expect(clippy::unused_self, reason = "called as the method of `Slots`")]
    pub fn reset(&self, _type_limit: usize, _walk: &mut Walk<'_>) {}
}

impl<F> Deref for Slots<F> {
    type Target = RefusedSlots;

    fn deref(&self) -> &RefusedSlots {
        &RefusedSlots
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
    by_reset: Poolable;
    by_limit: Growable;
    by_type_limit: FieldWithinLimit;
    by_elements: Each;
}

/// The functions of a [`Variant`] whose field has been refused.
pub trait RefusedVariant<T>: Sized {
    #[must_use]
    fn by_reset() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn by_limit() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn by_type_limit() -> RefusedType<T> {
        RefusedType(PhantomData)
    }
    #[must_use]
    fn by_elements() -> RefusedType<T> {
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
    fn by_default(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T: Default> FreshInVariant<T> for Resettable<T> {
    #[inline]
    fn by_default(self) -> T {
        T::default()
    }
}

#[diagnostic::do_not_recommend]
impl<T> FreshInVariant<T> for RefusedType<T> {
    fn by_default(self) -> T {
        unreachable!("the field has been refused")
    }
}
