//! The blanket traits that generated code names, one for each rule of a field: they carry
//! messages that speak of a field.
//!
//! The derive writes `<FieldType as Trait>::CONSTANT` with the user's own tokens for the
//! type, so that an error points at the whole type. It writes that once: see `slot`.

#![allow(missing_docs, reason = "hidden: generated code alone names these")]

use alloc::boxed::Box;
use alloc::collections::{BinaryHeap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use super::reasons::{Reset, UnlimitedField};
use super::resetter::{Resetter, reset_part};
use super::{Footprint, Growable, Poolable, RecyclingVec, UNBOUNDED, with_reset_message};

with_reset_message! {
    "field of type `{Self}` cannot be reset in place",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "otherwise wrap it in `Option`, which resets to `None`,\nor choose another rule: `#[pool(default)]`, `#[pool(value = EXPR)]`,\n`#[pool(with = path)]` or `#[pool(keep = \"reason\")]`";
    /// A field without a limit of its own, in a type without one.
    pub trait PoolField {
        /// The type itself; unknown to the compiler, and so not complained about further,
        /// where the field is refused.
        type This;
        const MAX_RETAINED_BYTES: usize;
    }
}

impl<T> PoolField for T
where
    Reset: UnlimitedField<T>,
{
    type This = T;
    const MAX_RETAINED_BYTES: usize = <Reset as UnlimitedField<T>>::MAX_RETAINED_BYTES;
}

/// By way of `Reset`, so that of a growable field the compiler prints the text of
/// `UnlimitedField`; beside this implementation stands one for each growable type.
impl<T: Poolable> UnlimitedField<T> for Reset {
    const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;
}

macro_rules! limited_field {
    ($(#[$documentation:meta])* $name:ident, $message:literal, $remove:literal) => {
        $(#[$documentation])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "qnpool does not know how to shrink this type",
            note = $remove,
            note = "reset a container of another crate by `#[pool(with = path)]`,\nor use the one of `std`, such as `HashMap` with any hasher, or `Mutex`",
            note = "a type of a crate such as `bytes` needs the qnpool feature of that name;\na type of your own sets limits in its own definition;\nin a tuple, limit the part: `Bounded<String, N>`"
        )]
        pub trait $name {
            /// As in `PoolField`.
            type This;
            const FOOTPRINT: Footprint;
        }

        impl<T: Growable> $name for T {
            type This = T;
            const FOOTPRINT: Footprint = T::FOOTPRINT;
        }

        // Of two implementations that do not apply, the compiler explains neither, and
        // prints the text above with the whole type: not that of `u8` for `[u8; 4096]`.
        #[diagnostic::do_not_recommend]
        impl<T, const N: usize> $name for [T; N]
        where
            for<'never> Reset: Never<[T; N]>,
        {
            type This = Self;
            const FOOTPRINT: Footprint = Footprint::fixed(0);
        }
    };
}

limited_field!(
    /// A field with `max_capacity`.
    GrowField,
    "`max_capacity` does not apply to `{Self}`",
    "a number, or an array of numbers, has a fixed size: remove `max_capacity`"
);
limited_field!(
    /// A field with `max_bytes`.
    GrowBytesField,
    "`max_bytes` does not apply to `{Self}`",
    "a number, or an array of numbers, has a fixed size: remove `max_bytes`"
);
limited_field!(
    /// A field with `unbounded`.
    UnboundedField,
    "`unbounded` does not apply to `{Self}`",
    "a number, or an array of numbers, has a fixed size: remove `unbounded`"
);

with_reset_message! {
    "field of type `{Self}` cannot be reset in place",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "otherwise wrap it in `Option`, which resets to `None`,\nor choose another rule: `#[pool(default)]`, `#[pool(value = EXPR)]`,\n`#[pool(with = path)]` or `#[pool(keep = \"reason\")]`";
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
        note = "a `RecyclingVec` resets its elements:\nderive `Poolable` for a type of your own;\nin place of a `String`, which can grow, write `Bounded<String, N>`"
    )]
    pub trait DefaultedField {
        /// As in `PoolField`.
        type This;
        const FOOTPRINT: Footprint;
        fn reset_defaulted(&mut self, max_capacity: usize, by: &mut impl Resetter);
    }
}

impl<T: Poolable> DefaultedField for T {
    type This = T;
    const FOOTPRINT: Footprint = Footprint::fixed(T::MAX_RETAINED_BYTES);

    #[inline]
    fn reset_defaulted(&mut self, _max_capacity: usize, by: &mut impl Resetter) {
        reset_part(self, by);
    }
}

/// Not implemented for anything.
pub trait Never<T> {}

/// For each growable type: that it follows the limit of the type it is a field of, and that
/// without one it is refused.
macro_rules! growable_field {
    ($([$($parameter:tt)*] $container:ty $(where [$($bound:tt)*])?;)*) => {$(
        impl<$($parameter)*> $crate::poolable::reasons::UnlimitedField<$container>
            for $crate::poolable::reasons::Reset
        where
            for<'never> $crate::poolable::reasons::Reset: $crate::poolable::fields::Never<$container>,
        {
            const MAX_RETAINED_BYTES: usize = 0;
        }
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
            type This = Self;
            const FOOTPRINT: Footprint = <Self as Growable>::FOOTPRINT;

            #[inline]
            fn reset_defaulted(
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

/// A field with `each`: its elements are reset, and their number stays.
#[diagnostic::on_unimplemented(
    message = "`each` does not apply to `{Self}`",
    label = "not a `Vec`, `VecDeque`, boxed slice or array",
    note = "remove `each`, or reset it yourself: `#[pool(with = path)]`"
)]
pub trait EachField {
    /// As in `PoolField`.
    type This;
    const MAX_RETAINED_BYTES: usize;
    fn reset_each(&mut self, by: &mut impl Resetter);
}

macro_rules! each_field {
    ($([$($parameter:tt)*] $container:ty => $retained:expr;)*) => {$(
        impl<$($parameter)*> EachField for $container {
            type This = Self;
            const MAX_RETAINED_BYTES: usize = $retained;

            #[inline]
            fn reset_each(&mut self, by: &mut impl Resetter) {
                for element in self.iter_mut() {
                    // A pool would not know again where it is.
                    reset_part(element, by.at_limit());
                }
            }
        }
    )*};
}

each_field! {
    [T: Poolable] Vec<T> => UNBOUNDED;
    [T: Poolable] VecDeque<T> => UNBOUNDED;
    [T: Poolable] Box<[T]> => UNBOUNDED;
    [T: Poolable, const N: usize] [T; N] => <Self as Poolable>::MAX_RETAINED_BYTES;
    [T: Poolable, const N: usize] Box<[T; N]> => <Self as Poolable>::MAX_RETAINED_BYTES;
}

/// A field, or a field of an enum's default variant, that is assigned a fresh value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Default`",
    label = "a fresh value of this type is needed",
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

/// A type with `global`, whose pool creates its objects by `default`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Default`",
    label = "`global` creates objects with `{Self}::default()`",
    note = "add `#[derive(Default)]` to `{Self}`, or implement `Default` for it"
)]
pub trait GlobalObject: Sized {
    fn create() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> GlobalObject for T {
    fn create() -> Self {
        T::default()
    }
}

/// The type of a limit.
#[diagnostic::on_unimplemented(
    message = "a limit is a `usize`, and this is a value of type `{Self}`",
    label = "expected a `usize`",
    note = "if it is a number, convert it: `CONSTANT as usize`"
)]
pub trait LimitType {}

impl LimitType for usize {}

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
    "`{Self}` cannot be pooled: it has no reset",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "for a type of another crate, write a struct around it and implement `Poolable`";
    /// What a pool requires of its objects: that they are [`Poolable`].
    ///
    /// Every `Poolable` type is a `PoolObject`, and no other. The trait exists so that the
    /// compiler explains a refused type with the reason alone.
    pub trait PoolObject: Poolable {}
}

impl<T: Poolable> PoolObject for T {}
