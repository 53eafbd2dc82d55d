//! The blanket traits that generated code names, one for each thing a field can
//! be told: they carry messages that speak of a field.
//!
//! The derive writes `<FieldType as Trait>::ITEM` with the user's own tokens for
//! the type, both in the constant and in `reset`: the error then points at the
//! whole type, and the compiler drops the second of two identical ones.

#![allow(missing_docs, reason = "hidden: generated code alone names these")]

use alloc::boxed::Box;
use alloc::collections::{BinaryHeap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use super::resetter::{Resetter, reset_part};
use super::{Footprint, Growable, Poolable, RecyclingVec, with_reset_message};

with_reset_message! {
    "field of type `{Self}` cannot be reset in place";
    /// A field without a limit of its own, in a type without one.
    pub trait PoolField {
        const MAX_RETAINED_BYTES: usize;
        fn reset(&mut self, by: &mut impl Resetter);
    }
}

impl<T: Poolable> PoolField for T {
    const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

    #[inline]
    fn reset(&mut self, by: &mut impl Resetter) {
        reset_part(self, by.inside());
    }
}

macro_rules! limited_field {
    ($(#[$documentation:meta])* $name:ident, $message:literal, $cure:literal) => {
        $(#[$documentation])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "this type has no spare capacity to limit",
            note = $cure,
            note = "a type of your own states its limits in its own definition;\na type of a crate like `bytes` needs qnpool's feature of that name;\nin a tuple, give the part its limit: `Bounded<String, N>`"
        )]
        pub trait $name {
            const FOOTPRINT: Footprint;
            fn reset_within(&mut self, max_capacity: usize, by: &mut impl Resetter);
        }

        impl<T: Growable> $name for T {
            const FOOTPRINT: Footprint = T::FOOTPRINT;

            #[inline]
            fn reset_within(&mut self, max_capacity: usize, by: &mut impl Resetter) {
                by.grow(self, max_capacity);
            }
        }
    };
}

limited_field!(
    /// A field with `max_capacity`.
    GrowField,
    "`max_capacity` does not apply to `{Self}`",
    "remove `max_capacity` from this field"
);
limited_field!(
    /// A field with `max_bytes`.
    GrowBytesField,
    "`max_bytes` does not apply to `{Self}`",
    "remove `max_bytes` from this field"
);
limited_field!(
    /// A field with `unbounded`.
    UnboundedField,
    "`unbounded` does not apply to `{Self}`",
    "remove `unbounded` from this field"
);

with_reset_message! {
    "field of type `{Self}` cannot be reset in place";
    /// A field without a limit of its own, in a type that has one: the limit holds
    /// where the field can grow and is ignored where it can not.
    ///
    /// One implementation covers all that is [`Poolable`]; beside it stands one for
    /// each growable type. Coherence accepts the pair because a growable type's
    /// implementation of `Poolable` in `refused.rs` can never apply. That reasoning
    /// needs the container's name, so a wrapper around a wrapper (`Mutex<Box<Vec<_>>>`)
    /// or a container of the user's own needs `max_capacity` on the field itself.
    ///
    /// Where both fail, the compiler explains neither, so that the note has to.
    #[diagnostic::on_unimplemented(
        note = "a `RecyclingVec` resets its elements:\nderive `Poolable` for a type of your own;\nin place of `String`, say, which can grow, write `Bounded<String, N>`"
    )]
    pub trait DefaultedField {
        const FOOTPRINT: Footprint;
        fn reset_within(&mut self, max_capacity: usize, by: &mut impl Resetter);
    }
}

impl<T: Poolable> DefaultedField for T {
    const FOOTPRINT: Footprint = Footprint::fixed(T::MAX_RETAINED_BYTES);

    #[inline]
    fn reset_within(&mut self, _max_capacity: usize, by: &mut impl Resetter) {
        reset_part(self, by.inside());
    }
}

macro_rules! growable_field {
    ($([$($parameter:tt)*] $container:ty $(where [$($bound:tt)*])?;)*) => {$(
        growable_field!(one [$($parameter)*] $container; $($($bound)*)?);
        growable_field!(one [$($parameter)*] Box<$container>; $($($bound)*)?);
        growable_field!(one [const N: usize, $($parameter)*] [$container; N]; $($($bound)*)?);
        growable_field!(one [$($parameter)*] Cell<$container>; $($($bound)*)?);
        growable_field!(one [$($parameter)*] RefCell<$container>; $($($bound)*)?);
        #[cfg(feature = "std")]
        growable_field!(one [$($parameter)*] std::sync::Mutex<$container>; $($($bound)*)?);
        #[cfg(feature = "std")]
        growable_field!(one [$($parameter)*] std::sync::RwLock<$container>; $($($bound)*)?);
        #[cfg(feature = "std")]
        growable_field!(one [$($parameter)*] std::io::Cursor<$container>; $($($bound)*)?);
    )*};
    (one [$($parameter:tt)*] $field:ty; $($bound:tt)*) => {
        // Or all of them are listed under any error about any field.
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> DefaultedField for $field
        where
            $($bound)*
        {
            const FOOTPRINT: Footprint = <Self as Growable>::FOOTPRINT;

            #[inline]
            fn reset_within(
                &mut self,
                max_capacity: usize,
                by: &mut impl $crate::poolable::resetter::Resetter,
            ) {
                by.grow(self, max_capacity);
            }
        }
    };
}

#[allow(unused_imports, reason = "for `foreign`")]
pub(super) use growable_field;

growable_field! {
    [T] Vec<T>;
    [T] VecDeque<T>;
    [T] BinaryHeap<T>;
    [] String;
    [T] RecyclingVec<T> where [T: Poolable];
}

#[cfg(feature = "std")]
growable_field! {
    [] std::ffi::OsString;
    [] std::path::PathBuf;
    [K, V, S] std::collections::HashMap<K, V, S>
        where [K: Eq + std::hash::Hash, S: std::hash::BuildHasher];
    [T, S] std::collections::HashSet<T, S>
        where [T: Eq + std::hash::Hash, S: std::hash::BuildHasher];
}

/// Fields that bear names of std's, as a tuple of their types: one path and one call
/// for all take the compiler a fraction of the time that one of each for every field does.
pub trait PoolFields: Types {
    const MAX_RETAINED_BYTES: usize;
    fn reset<'a, B: Borrows<'a, Types = Self>>(fields: B, by: &mut impl Resetter)
    where
        Self: 'a;
}

/// The same for fields that follow the type's limit.
pub trait DefaultedFields: Types {
    /// As many as there are fields; those after the last stand for nothing.
    const FOOTPRINTS: [Footprint; MOST_FIELDS];
    fn reset_within<'a, B: Borrows<'a, Types = Self>>(
        fields: B,
        max_capacity: usize,
        by: &mut impl Resetter,
    ) where
        Self: 'a;
}

/// Any tuple.
pub trait Types: Sized {
    type Borrowed<'a>
    where
        Self: 'a;
}

/// The borrows of a tuple's fields. From them the compiler infers the types, which it
/// would take longer to read once more; and since the borrows themselves ask nothing of
/// the types, a mistake is told in the same words as in the constant, and so once.
pub trait Borrows<'a> {
    type Types: Types + 'a;
    fn borrowed(self) -> <Self::Types as Types>::Borrowed<'a>;
}

/// The derive writes groups of this many.
const MOST_FIELDS: usize = 12;

macro_rules! groups {
    () => {};
    ($first:ident $($rest:ident)*) => {
        groups!(=> $first $($rest)*);
        groups!($($rest)*);
    };
    (=> $($field:ident)*) => {
        impl<$($field),*> Types for ($($field,)*) {
            type Borrowed<'a> = ($(&'a mut $field,)*) where Self: 'a;
        }

        impl<'a, $($field),*> Borrows<'a> for ($(&'a mut $field,)*) {
            type Types = ($($field,)*);

            #[inline]
            fn borrowed(self) -> Self {
                self
            }
        }

        #[allow(non_snake_case, reason = "a field is called as its type")]
        impl<$($field: PoolField),*> PoolFields for ($($field,)*) {
            const MAX_RETAINED_BYTES: usize =
                super::budget::retained([$($field::MAX_RETAINED_BYTES),*]);

            #[inline]
            fn reset<'a, Borrowed: Borrows<'a, Types = Self>>(
                fields: Borrowed,
                by: &mut impl Resetter,
            ) where
                Self: 'a,
            {
                let ($($field,)*) = fields.borrowed();
                $(PoolField::reset($field, by);)*
            }
        }

        #[allow(non_snake_case, reason = "a field is called as its type")]
        impl<$($field: DefaultedField),*> DefaultedFields for ($($field,)*) {
            const FOOTPRINTS: [Footprint; MOST_FIELDS] = padded([$($field::FOOTPRINT),*]);

            #[inline]
            fn reset_within<'a, Borrowed: Borrows<'a, Types = Self>>(
                fields: Borrowed,
                max_capacity: usize,
                by: &mut impl Resetter,
            ) where
                Self: 'a,
            {
                let ($($field,)*) = fields.borrowed();
                $(DefaultedField::reset_within($field, max_capacity, by);)*
            }
        }
    };
}

const fn padded<const N: usize>(footprints: [Footprint; N]) -> [Footprint; MOST_FIELDS] {
    let mut padded = [Footprint::fixed(0); MOST_FIELDS];
    let mut index = 0;
    while index < N {
        padded[index] = footprints[index];
        index += 1;
    }
    padded
}

groups!(A B C D E F G H I J K L);

/// A field, or a field of an enum's default variant, that is made anew.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Default` to be made anew from",
    label = "this type does not implement `Default`",
    note = "derive or implement `Default` for it,\nor give the field a value: `#[pool(value = EXPR)]`"
)]
pub trait FreshField: Sized {
    fn fresh() -> Self;
}

// So that the message is about the field: `Box<dyn Fn()>: Default` would be
// explained by `dyn Fn(): Default`.
#[diagnostic::do_not_recommend]
impl<T: Default> FreshField for T {
    #[inline]
    fn fresh() -> Self {
        T::default()
    }
}

/// A field with `zeroize`.
#[cfg(feature = "zeroize")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be wiped",
    label = "`Zeroize` is not implemented for this type",
    note = "implement or derive `Zeroize` for a type of your own,\nor use an array, a `Vec` or a `String` of it"
)]
pub trait ZeroizeField {
    fn zeroize(&mut self);
}

#[cfg(feature = "zeroize")]
#[diagnostic::do_not_recommend]
impl<T: zeroize::Zeroize> ZeroizeField for T {
    #[inline]
    fn zeroize(&mut self) {
        zeroize::Zeroize::zeroize(self);
    }
}

/// A field with `zeroize`, which nothing can be without the feature.
#[cfg(not(feature = "zeroize"))]
#[diagnostic::on_unimplemented(
    message = "`zeroize` needs the feature `zeroize` of qnpool",
    label = "this field cannot be wiped without it",
    note = "enable it in `Cargo.toml`: `features = [\"zeroize\"]`"
)]
pub trait ZeroizeField {
    fn zeroize(&mut self);
}

with_reset_message! {
    "`{Self}` cannot be pooled: it has no reset";
    /// What a pool asks of its objects: that they are [`Poolable`]. A trait of its
    /// own only so that the compiler explains a refusal with the reason alone.
    pub trait PoolObject: Poolable {}
}

impl<T: Poolable> PoolObject for T {}
