//! Types of other crates, one file and one feature each.
//!
//! A capacity that its crate neither shows nor lets shrink has no bound, and its
//! `FOOTPRINT` says so: [`UNBOUNDED`](super::UNBOUNDED), not a guess.

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

/// What a growable type needs beside [`Growable`](super::Growable): the reason it is
/// refused without a limit, and a limit stated on the type that reaches it.
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

/// Types of fixed capacity, and others that own nothing once they are cleared.
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

/// Types whose default value owns nothing. A limit on one is refused with its reason.
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
