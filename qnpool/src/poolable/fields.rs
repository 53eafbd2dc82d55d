//! The traits behind a field without an option. Like those in `limited` and `rules`, they are
//! blanket traits that generated code names, with messages that speak of a field.
//!
//! The derive writes `<FieldType as Trait>::CONSTANT` with the user's own tokens for the
//! type, so that an error points at the whole type. It writes that once: see `slot`.

use alloc::boxed::Box;
use alloc::collections::{BinaryHeap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use super::reasons::{Reset, UnlimitedField};
use super::walk::{Walk, reset_part};
use super::{Footprint, Growable, Poolable, RecyclingVec, with_reset_message};

with_reset_message! {
    "field of type `{Self}` cannot be reset in place",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "otherwise wrap it in `Option`, which resets to `None`,\nor choose another rule: `#[pool(default)]`, `#[pool(value = EXPR)]`,\n`#[pool(with = path)]` or `#[pool(keep = \"reason\")]`";
    /// A field without an option cannot be reset.
    ///
    /// qnpool has no rule for its type. Derive [`Poolable`](derive@crate::Poolable) for a type
    /// of your own; for another one, say what a reset does with the field:
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// struct Header;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     header: Header, // error: field of type `Header` cannot be reset in place
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Default, Poolable)]
    /// struct Header {
    ///     length: u32,
    /// }
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     header: Header,
    ///     last: Option<Header>, // for any type: reset to `None`
    ///     #[pool(default)] // for any type with `Default`
    ///     fresh: Header,
    /// }
    /// ```
    pub trait Field {
        #[doc(hidden)]
        const RETAINED: usize;
    }
}

impl<T> Field for T
where
    Reset: UnlimitedField<T>,
{
    const RETAINED: usize = <Reset as UnlimitedField<T>>::RETAINED;
}

/// By way of `Reset`, so that of a growable field the compiler prints the text of
/// `UnlimitedField`; beside this implementation stands one for each growable type. For any `R`
/// and not just for `Reset`: the compiler would list that one under the error.
impl<R, T: Poolable> UnlimitedField<T> for R {
    const RETAINED: usize = T::MAX_RETAINED_BYTES;
}

with_reset_message! {
    "field of type `{Self}` cannot be reset in place",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "otherwise wrap it in `Option`, which resets to `None`,\nor choose another rule: `#[pool(default)]`, `#[pool(value = EXPR)]`,\n`#[pool(with = path)]` or `#[pool(keep = \"reason\")]`";
    /// A field without an option cannot be reset, in a type with a limit for all its fields.
    ///
    /// The limit holds where the field can grow and is ignored where it cannot. It reaches
    /// through one `Box`, array, cell, lock or `Cursor`, and not to a
    /// [`Growable`](crate::Growable) of your own, which needs `max_capacity` on the field.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// struct Header;
    ///
    /// #[derive(Poolable)]
    /// #[pool(max_capacity = 64)]
    /// struct Packet {
    ///     header: Header, // error: field of type `Header` cannot be reset in place
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::{Bounded, Poolable};
    ///
    /// #[derive(Default, Poolable)]
    /// struct Header {
    ///     length: u32,
    /// }
    ///
    /// #[derive(Poolable)]
    /// #[pool(max_capacity = 64)]
    /// struct Packet {
    ///     header: Header,
    ///     name_and_id: (Bounded<String, 64>, u32),
    ///     #[pool(max_capacity = 64)] // two wrappers: the type's limit does not reach it
    ///     lines: std::sync::Mutex<Box<Vec<u8>>>,
    /// }
    /// ```
    //
    // One implementation covers all that is `Poolable`; beside it stands one for each growable
    // type. Coherence accepts the pair because a growable type's implementation of `Poolable`
    // in `refused.rs` can never apply. That reasoning needs the container's name. Where both
    // fail, the compiler explains neither, so that the note has to.
    #[diagnostic::on_unimplemented(
        note = "a `RecyclingVec` resets its elements:\nderive `Poolable` for a type of your own;\nin place of a `String`, which can grow, write `Bounded<String, N>`"
    )]
    pub trait FieldWithinLimit {
        #[doc(hidden)]
        const SHRUNK: Footprint;
        #[doc(hidden)]
        fn by_type_limit(&mut self, max_capacity: usize, walk: &mut Walk<'_>);
    }
}

impl<T: Poolable> FieldWithinLimit for T {
    const SHRUNK: Footprint = Footprint::fixed(T::MAX_RETAINED_BYTES);

    #[inline]
    fn by_type_limit(&mut self, _max_capacity: usize, walk: &mut Walk<'_>) {
        reset_part(self, walk);
    }
}

/// Not implemented for anything. Without a parameter, or another crate might implement it for
/// a type of its own.
#[doc(hidden)]
pub trait Never {}

/// For each growable type: that it follows the limit of the type it is a field of, and that
/// without one it is refused.
macro_rules! growable_field {
    ($([$($parameter:tt)*] $container:ty $(where [$($bound:tt)*])?;)*) => {$(
        // Or all of them are listed under an error about one.
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> $crate::poolable::reasons::UnlimitedField<$container>
            for $crate::poolable::reasons::Reset
        where
            for<'never> $crate::poolable::reasons::Reset: $crate::poolable::fields::Never,
        {
            const RETAINED: usize = 0;
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
        #[cfg(feature = "parking_lot")]
        growable_field!(one [$($parameter)*] parking_lot::Mutex<$container>; $($($bound)*)?);
        #[cfg(feature = "parking_lot")]
        growable_field!(one [$($parameter)*] parking_lot::FairMutex<$container>; $($($bound)*)?);
        #[cfg(feature = "parking_lot")]
        growable_field!(one [$($parameter)*] parking_lot::ReentrantMutex<$container>; $($($bound)*)?);
        #[cfg(feature = "parking_lot")]
        growable_field!(one [$($parameter)*] parking_lot::RwLock<$container>; $($($bound)*)?);
    )*};
    (one [$($parameter:tt)*] $field:ty; $($bound:tt)*) => {
        // Or all of them are listed under any error about any field.
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> FieldWithinLimit for $field
        where
            $($bound)*
        {
            const SHRUNK: Footprint = <Self as Growable>::FOOTPRINT;

            #[inline]
            fn by_type_limit(
                &mut self,
                max_capacity: usize,
                walk: &mut $crate::poolable::walk::Walk<'_>,
            ) {
                walk.grow(self, max_capacity);
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
