//! The tuples of fields that derived code resets.
//!
//! The derive writes the type of a field once, in a constant, where errors about it are reported.
//! In the walk it writes `Slots { all: (&mut self.body, &mut self.sequence) }.reset(limit, walk)`,
//! for up to twelve fields at once. If all of them can be reset, this calls the method of `Slots`.
//! If one cannot, the bound of that method does not hold, and method resolution goes on to the type
//! that `Slots` dereferences to: it finds the method of [`RefusedSlots`], which does nothing. The
//! type has its one error in the constant already, and gets no second one here.
//!
//! This is sound because a field's slot and its constant have the same bound: a type for which the
//! method of `RefusedSlots` is called does not compile.
//!
//! Measured, in instructions of rustc per field of a struct of ten: 130,000. Rejected: one call for
//! each field, by its type (279,000) or with its own fallback (352,000); and one kind of tuple for
//! all fields, which needs a trait between the tuple and a field without an option (150,000).

#![allow(missing_docs, reason = "hidden: generated code alone names these")]

use core::marker::PhantomData;
use core::mem::needs_drop;
use core::ops::Deref;

use super::fields::FieldWithinLimit;
use super::rules::Each;
use super::walk::Walk;
use super::{Growable, Poolable};

/// A tuple of fields, each borrowed for its reset.
#[derive(Debug)]
pub struct Slots<A> {
    pub all: A,
}

impl<A: FieldTuple> Slots<A> {
    /// Resets fields without an option. In a type without a limit, a growable field is refused, and
    /// `type_limit` is not used.
    #[inline]
    pub fn reset(self, type_limit: usize, walk: &mut Walk<'_>) {
        self.all.reset(type_limit, walk);
    }
}

impl<A: SlotTuple> Slots<A> {
    /// Resets fields with an option, each as a `Slot`.
    #[inline]
    pub fn reset_by_option(self, type_limit: usize, walk: &mut Walk<'_>) {
        self.all.reset(type_limit, walk);
    }
}

/// The type that `Slots` dereferences to, with the methods that are called if a field is refused.
#[derive(Debug)]
pub struct RefusedSlots;

#[expect(clippy::unused_self, reason = "called as the methods of `Slots`")]
impl RefusedSlots {
    pub fn reset(&self, _type_limit: usize, _walk: &mut Walk<'_>) {}

    pub fn reset_by_option(&self, _type_limit: usize, _walk: &mut Walk<'_>) {}
}

impl<A> Deref for Slots<A> {
    type Target = RefusedSlots;

    fn deref(&self) -> &RefusedSlots {
        &RefusedSlots
    }
}

/// A tuple of `&mut T`.
pub trait FieldTuple {
    fn reset(self, type_limit: usize, walk: &mut Walk<'_>);
}

/// A tuple of slots.
pub trait SlotTuple {
    fn reset(self, type_limit: usize, walk: &mut Walk<'_>);
}

macro_rules! tuples {
    () => {};
    ($first:ident $($rest:ident)*) => {
        tuples!(=> $first $($rest)*);
        tuples!($($rest)*);
    };
    (=> $($field:ident)*) => {
        #[allow(non_snake_case, reason = "a field is called as its type")]
        impl<$($field: FieldWithinLimit),*> FieldTuple for ($(&mut $field,)*) {
            #[inline]
            fn reset(self, type_limit: usize, walk: &mut Walk<'_>) {
                let ($($field,)*) = self;
                // Fields that own nothing come first. A capacity check between them would keep the
                // compiler from merging their stores.
                $(if !needs_drop::<$field>() {
                    $field.by_type_limit(type_limit, walk);
                })*
                $(if needs_drop::<$field>() {
                    $field.by_type_limit(type_limit, walk);
                })*
            }
        }

        #[allow(non_snake_case, reason = "a field is called as its type")]
        impl<$($field: Slot),*> SlotTuple for ($($field,)*) {
            #[inline]
            fn reset(self, type_limit: usize, walk: &mut Walk<'_>) {
                let ($($field,)*) = self;
                $($field.in_slot(type_limit, walk);)*
            }
        }
    };
}

tuples!(A B C D E F G H I J K L);

/// A field with an option: a pair of the field and its limit, an [`EachSlot`] or a [`WipedSlot`].
pub trait Slot {
    fn in_slot(self, type_limit: usize, walk: &mut Walk<'_>);
}

impl<T: Growable> Slot for (&mut T, usize) {
    #[inline]
    fn in_slot(self, _type_limit: usize, walk: &mut Walk<'_>) {
        walk.grow(self.0, self.1);
    }
}

/// A field with `each`.
#[derive(Debug)]
pub struct EachSlot<'a, T>(pub &'a mut T);

impl<T: Each> Slot for EachSlot<'_, T> {
    #[inline]
    fn in_slot(self, _type_limit: usize, walk: &mut Walk<'_>) {
        self.0.by_elements(walk);
    }
}

/// A field that has been wiped, so a pool cannot inspect how full it is.
#[derive(Debug)]
pub struct WipedSlot<S>(pub S);

impl<S: Slot> Slot for WipedSlot<S> {
    #[inline]
    fn in_slot(self, type_limit: usize, walk: &mut Walk<'_>) {
        walk.at_limit(|walk| self.0.in_slot(type_limit, walk));
    }
}

/// A field in a `WipedSlot`, without another option.
impl<T: FieldWithinLimit> Slot for &mut T {
    #[inline]
    fn in_slot(self, type_limit: usize, walk: &mut Walk<'_>) {
        self.by_type_limit(type_limit, walk);
    }
}

/// The type of a field of a default variant. It needs `Default` unless it is refused; it falls back
/// as `Slots` does.
#[derive(Debug)]
pub struct Variant<T>(RefusedVariant<T>);

/// The type that a `Variant` dereferences to.
#[derive(Debug)]
pub struct RefusedVariant<T>(PhantomData<T>);

impl<T> Variant<T> {
    pub const NEW: Self = Self(RefusedVariant(PhantomData));
}

impl<T> Deref for Variant<T> {
    type Target = RefusedVariant<T>;

    fn deref(&self) -> &RefusedVariant<T> {
        &self.0
    }
}

macro_rules! resettable {
    ($($method:ident: $bound:ident;)*) => {$(
        impl<T: $bound> Variant<T> {
            #[must_use]
            #[inline]
            pub fn $method(&self) -> Resettable<T> {
                Resettable(PhantomData)
            }
        }

        impl<T> RefusedVariant<T> {
            #[must_use]
            pub fn $method(&self) -> RefusedType<T> {
                RefusedType(PhantomData)
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

/// A type that can be reset; the `Self` type of [`FreshInVariant`].
#[derive(Debug)]
pub struct Resettable<T>(PhantomData<T>);

#[derive(Debug)]
pub struct RefusedType<T>(PhantomData<T>);

/// A field of an enum's default variant does not implement `Default`.
///
/// A reset replaces any other variant with the default one, and creates its fields by `Default`.
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
