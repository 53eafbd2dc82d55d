//! The traits behind the options that limit a field.

use alloc::boxed::Box;
use core::cell::{Cell, RefCell};

use super::fields::Never;
use super::reasons::Reset;
use super::{Footprint, Growable};

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
