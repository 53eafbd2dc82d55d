//! The traits behind the other options: `each`, `default`, `global`, `zeroize`, and the type of
//! a limit.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::walk::{Walk, reset_part};
use super::{Poolable, UNBOUNDED};

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
