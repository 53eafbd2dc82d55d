//! The blanket traits that generated code names, one for each rule of a field: they carry
//! messages that speak of a field.
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
use super::{Footprint, Growable, Poolable, RecyclingVec, UNBOUNDED, with_reset_message};

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

macro_rules! limited_field {
    ($(#[$documentation:meta])* $name:ident, $message:literal, $remove:literal) => {
        $(#[$documentation])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "qnpool does not know how to shrink this type",
            note = $remove,
            note = "reset a container of another crate by `#[pool(with = path)]`,\nor use that of `std`, such as `HashMap` with any hasher, or `Mutex`",
            note = "another crate's type may need the qnpool feature of that name;\na type of your own sets limits in its own definition;\nin a tuple, limit the part: `Bounded<String, N>`"
        )]
        pub trait $name {
            #[doc(hidden)]
            const SHRUNK: Footprint;
        }

        impl<T: Growable> $name for T {
            const SHRUNK: Footprint = T::FOOTPRINT;
        }

        // Of two implementations that do not apply, the compiler explains neither, and
        // prints the text above with the whole type: not that of `u8` for `[u8; 4096]`.
        limited_field!(whole $name [T, const N: usize] [T; N]);
        limited_field!(whole $name [T: ?Sized] Box<T>);
        limited_field!(whole $name [T] Cell<T>);
        limited_field!(whole $name [T] RefCell<T>);
        #[cfg(feature = "std")]
        limited_field!(whole $name [T] std::sync::Mutex<T>);
        #[cfg(feature = "std")]
        limited_field!(whole $name [T] std::sync::RwLock<T>);
        #[cfg(feature = "std")]
        limited_field!(whole $name [T] std::io::Cursor<T>);
    };
    (whole $name:ident [$($parameter:tt)*] $type:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> $name for $type
        where
            for<'never> Reset: Never,
        {
            const SHRUNK: Footprint = Footprint::fixed(0);
        }
    };
}

limited_field!(
    /// `max_capacity` is on a field whose type qnpool does not know how to shrink.
    ///
    /// A number, or an array of numbers, has a fixed size: remove the limit. A container of
    /// another crate needs the feature of that crate's name, or `with`; a type with the derive
    /// sets the limits of its own fields.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     #[pool(max_capacity = 8)] // error: `max_capacity` does not apply to `[u8; 16]`
    ///     cookie: [u8; 16],
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::{Bounded, Poolable};
    ///
    /// /// Stands for a container of another crate.
    /// #[derive(Default)]
    /// pub struct Table(Vec<u32>);
    ///
    /// fn clear(table: &mut Table) {
    ///     table.0.clear();
    ///     table.0.shrink_to(1024);
    /// }
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     cookie: [u8; 16],
    ///     #[pool(with = clear, max_retained_bytes = 4096)]
    ///     table: Table,
    ///     name_and_id: (Bounded<String, 64>, u32), // a part of a tuple
    /// }
    /// ```
    MaxCapacity,
    "`max_capacity` does not apply to `{Self}`",
    "a type of a fixed size, such as a number or an array of numbers,\nneeds no limit: remove `max_capacity`"
);
limited_field!(
    /// `max_bytes` is on a field whose type qnpool does not know how to shrink.
    ///
    /// As [`MaxCapacity`], where the fixes are.
    MaxBytes,
    "`max_bytes` does not apply to `{Self}`",
    "a type of a fixed size, such as a number or an array of numbers,\nneeds no limit: remove `max_bytes`"
);
limited_field!(
    /// `unbounded` is on a field whose type has no capacity, or none that qnpool knows.
    ///
    /// As [`MaxCapacity`], where the fixes are.
    Unbounded,
    "`unbounded` does not apply to `{Self}`",
    "a type of a fixed size, such as a number or an array of numbers,\nneeds no limit: remove `unbounded`"
);

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

/// `each` is on a field that is no `Vec`, `VecDeque`, boxed slice or array.
///
/// `each` resets the elements of such a field in place and keeps their number.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// struct Histogram {
///     #[pool(each)] // error: `each` does not apply to `u32`
///     count: u32,
/// }
/// ```
///
/// ```
/// use qnpool::{Bounded, Poolable};
///
/// #[derive(Poolable)]
/// struct Histogram {
///     count: u32,
///     #[pool(each)]
///     buckets: Box<[u32]>,
///     #[pool(each, max_retained_bytes = 4096)]
///     labels: Vec<Bounded<String, 16>>,
/// }
///
/// let mut histogram = Histogram { count: 3, buckets: Box::new([1, 2]), labels: Vec::new() };
/// histogram.reset();
/// assert_eq!((histogram.count, &*histogram.buckets), (0, &[0, 0][..]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`each` does not apply to `{Self}`",
    label = "not a `Vec`, `VecDeque`, boxed slice or array",
    note = "remove `each`, or reset it yourself: `#[pool(with = path)]`"
)]
pub trait Each {
    #[doc(hidden)]
    const RETAINED: usize;
    #[doc(hidden)]
    fn by_elements(&mut self, walk: &mut Walk<'_>);
}

macro_rules! each_field {
    ($([$($parameter:tt)*] $container:ty => $retained:expr;)*) => {$(
        impl<$($parameter)*> Each for $container {
            const RETAINED: usize = $retained;

            #[inline]
            fn by_elements(&mut self, walk: &mut Walk<'_>) {
                for element in self.iter_mut() {
                    // A pool would not know again where it is.
                    walk.at_limit(|walk| reset_part(element, walk));
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

/// A field with `default`, or a type with `default`, does not implement `Default`.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// struct Packet {
///     #[pool(default)] // error: `Instant` does not implement `Default`
///     arrived: std::time::Instant,
/// }
/// ```
///
/// ```
/// use qnpool::Poolable;
/// use std::time::Instant;
///
/// #[derive(Poolable)]
/// struct Packet {
///     #[pool(value = Instant::now())]
///     arrived: Instant,
///     #[pool(default)]
///     name: Box<str>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Default`",
    label = "a fresh value of this type is needed",
    note = "derive or implement `Default` for it,\nor give the field a value: `#[pool(value = EXPR)]`"
)]
pub trait Fresh: Sized {
    #[doc(hidden)]
    fn by_default() -> Self;
}

// So that the message is about the field: `Box<dyn Fn()>: Default` would be
// explained by `dyn Fn(): Default`.
#[diagnostic::do_not_recommend]
impl<T: Default> Fresh for T {
    #[inline]
    fn by_default() -> Self {
        T::default()
    }
}

/// A type with `global` does not implement `Default`.
///
/// The pool that `global` makes creates its objects with `default`.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// #[pool(global)] // error: `Packet` does not implement `Default`
/// struct Packet {
///     id: u32,
/// }
/// ```
///
/// ```
/// use qnpool::Poolable;
///
/// #[derive(Default, Poolable)]
/// # #[cfg_attr(feature = "std", pool(global))]
/// # struct Packet { id: u32 }
/// # #[cfg(any())]
/// #[pool(global)]
/// struct Packet {
///     id: u32,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Default`",
    label = "`global` creates objects with `{Self}::default()`",
    note = "add `#[derive(Default)]` to `{Self}`, or implement `Default` for it"
)]
pub trait Global: Sized {
    #[doc(hidden)]
    fn pool_object() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> Global for T {
    fn pool_object() -> Self {
        T::default()
    }
}

/// A limit is a constant of a type other than `usize`.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// const CAPACITY: u32 = 4096;
///
/// #[derive(Poolable)]
/// struct Packet {
///     #[pool(max_capacity = CAPACITY)] // error: a limit is a `usize`
///     body: Vec<u8>,
/// }
/// ```
///
/// ```
/// use qnpool::Poolable;
///
/// const CAPACITY: u32 = 4096;
///
/// #[derive(Poolable)]
/// struct Packet {
///     #[pool(max_capacity = CAPACITY as usize)]
///     body: Vec<u8>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a limit is a `usize`, not `{Self}`",
    label = "expected a `usize`; convert a number with `as usize`",
    note = "write `CONSTANT as usize`, or give the constant the type `usize`"
)]
pub trait Limit {
    // A constant function returns this and not the type itself: where the trait is not
    // implemented, the compiler has then nothing more to complain about.
    #[doc(hidden)]
    type Number;
}

impl Limit for usize {
    type Number = Self;
}

/// A field with `zeroize` cannot be wiped.
///
/// It needs the feature `zeroize` of qnpool, and a type that implements `zeroize::Zeroize`: a
/// number, or an array, a `Vec` or a `String` of them, or a type of your own with zeroize's
/// derive.
///
/// ```
/// use qnpool::Poolable;
///
/// # #[cfg(feature = "zeroize")]
/// #[derive(Poolable)]
/// struct Session {
///     #[pool(zeroize)]
///     key: [u8; 32],
///     #[pool(zeroize, max_capacity = 64)]
///     token: Vec<u8>,
/// }
/// ```
#[cfg(feature = "zeroize")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be wiped",
    label = "`Zeroize` is not implemented for this type",
    note = "implement or derive `Zeroize` for a type of your own,\nor use an array, a `Vec` or a `String` of it"
)]
pub trait Wipe {
    #[doc(hidden)]
    fn wipe_field(&mut self);
}

#[cfg(feature = "zeroize")]
#[diagnostic::do_not_recommend]
impl<T: zeroize::Zeroize> Wipe for T {
    #[inline]
    fn wipe_field(&mut self) {
        zeroize::Zeroize::zeroize(self);
    }
}

/// A field with `zeroize` cannot be wiped.
///
/// It needs the feature `zeroize` of qnpool, and a type that implements `zeroize::Zeroize`: a
/// number, or an array, a `Vec` or a `String` of them, or a type of your own with zeroize's
/// derive.
///
/// ```
/// use qnpool::Poolable;
///
/// # #[cfg(feature = "zeroize")]
/// #[derive(Poolable)]
/// struct Session {
///     #[pool(zeroize)]
///     key: [u8; 32],
///     #[pool(zeroize, max_capacity = 64)]
///     token: Vec<u8>,
/// }
/// ```
#[cfg(not(feature = "zeroize"))]
#[diagnostic::on_unimplemented(
    message = "`zeroize` needs the feature `zeroize` of qnpool",
    label = "this field cannot be wiped without it",
    note = "enable it in `Cargo.toml`: `features = [\"zeroize\"]`"
)]
pub trait Wipe {
    #[doc(hidden)]
    fn wipe_field(&mut self);
}

with_reset_message! {
    "`{Self}` cannot be pooled: it has no reset",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "for any other type, such as a reference or a closure, use `Option`,\nor write a struct around it and implement `Poolable`";
    /// The objects of a pool, or the elements of a [`RecyclingVec`], are not [`Poolable`].
    ///
    /// Every `Poolable` type is a `PoolObject`, and no other. The trait exists so that the
    /// compiler explains a refused type with the reason alone.
    ///
    /// ```compile_fail
    /// use qnpool::LocalPool;
    ///
    /// #[derive(Default)]
    /// struct Packet;
    ///
    /// // error: `Packet` cannot be pooled: it has no reset
    /// let packets: LocalPool<Packet> = LocalPool::new();
    /// ```
    ///
    /// ```
    /// use qnpool::{LocalPool, Poolable};
    ///
    /// #[derive(Default, Poolable)]
    /// struct Packet;
    ///
    /// let packets: LocalPool<Packet> = LocalPool::new();
    ///
    /// /// Around a type of another crate.
    /// struct Parser(std::ops::ControlFlow<u32>);
    ///
    /// impl Poolable for Parser {
    ///     const MAX_RETAINED_BYTES: usize = 0;
    ///
    ///     fn reset(&mut self) {
    ///         self.0 = std::ops::ControlFlow::Continue(());
    ///     }
    /// }
    ///
    /// let parsers = LocalPool::with(|| Parser(std::ops::ControlFlow::Continue(())));
    /// ```
    pub trait PoolObject: Poolable {}
}

impl<T: Poolable> PoolObject for T {}
