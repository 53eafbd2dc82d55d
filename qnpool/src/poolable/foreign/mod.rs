//! Types of other crates, one file and one feature for each crate.
//!
//! If a crate neither shows a container's capacity nor lets it shrink, the container has no limit,
//! and its `FOOTPRINT` is [`UNBOUNDED`](super::UNBOUNDED) instead of a guess.

#[cfg(feature = "ahash")]
mod ahash;
#[cfg(feature = "arrayvec")]
mod arrayvec;
#[cfg(feature = "bumpalo")]
mod bumpalo;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "compact_str")]
mod compact_str;
#[cfg(feature = "fixedbitset")]
mod fixedbitset;
#[cfg(feature = "hashbrown")]
mod hashbrown;
#[cfg(feature = "heapless")]
mod heapless;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "indexmap")]
mod indexmap;
#[cfg(feature = "parking_lot")]
mod parking_lot;
#[cfg(feature = "slab")]
mod slab;
#[cfg(feature = "smallvec")]
mod smallvec;
#[cfg(feature = "tinyvec")]
mod tinyvec;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

/// Implements the traits that a growable type needs besides [`Growable`](super::Growable): the
/// reason why it is refused without a limit, and the limit that is set on the whole type.
#[allow(unused_macros, reason = "one feature or another uses it")]
macro_rules! growable {
    ($([$($parameter:tt)*] $container:ty $(where [$($bound:tt)*])?;)*) => {
        const _: () = {
            use alloc::boxed::Box;
            use core::cell::{Cell, RefCell};
            use $crate::poolable::fields::{FieldWithinLimit, growable_field};
            use $crate::poolable::refused::refused;
            use $crate::poolable::{Footprint, Growable};

            growable_field! { $([$($parameter)*] $container $(where [$($bound)*])?;)* }
            refused! { UnlimitedGrowth: $([$($parameter)*] $container)*; }
        };
    };
}
#[allow(unused_imports, reason = "one feature or another uses it")]
use growable;

/// Implements `Poolable` by `clear`, for types of fixed capacity and others that own nothing after
/// it.
#[allow(unused_macros, reason = "one feature or another uses it")]
macro_rules! cleared {
    ($([$($parameter:tt)*] $type:ty $(where [$($bound:tt)*])?;)*) => {$(
        impl<$($parameter)*> $crate::Poolable for $type
        $(where $($bound)*)?
        {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                self.clear();
            }
        }
    )*};
}
#[allow(unused_imports, reason = "one feature or another uses it")]
use cleared;

/// Implements `Poolable` by `Default`, for types whose default value owns nothing. A limit on such
/// a type is refused with its reason.
#[allow(unused_macros, reason = "one feature or another uses it")]
macro_rules! replaced {
    ($([$($parameter:tt)*] $type:ty;)*) => {
        const _: () = {
            use $crate::poolable::reasons::{NoCapacity, Reset};
            use $crate::poolable::refused::without_capacity;
            use $crate::poolable::{Footprint, Growable, ResetOutcome};

            without_capacity! { $([$($parameter)*] $type;)* }
        };
        $(
        impl<$($parameter)*> $crate::Poolable for $type {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                *self = Self::default();
            }
        }
        )*
    };
}
#[allow(unused_imports, reason = "one feature or another uses it")]
use replaced;
