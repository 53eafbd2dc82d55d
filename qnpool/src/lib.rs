//! An object pool whose objects come back clean.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(unsafe_code)]

extern crate alloc;

#[cfg(feature = "std")]
mod observe;
#[cfg(feature = "std")]
mod pool;
mod poolable;

#[cfg(feature = "std")]
pub use observe::stats::Stats;
#[cfg(feature = "std")]
pub use pool::{Guard, OwnedGuard, Pool, PoolBuilder};
#[cfg(feature = "derive")]
pub use qnpool_derive::Poolable;

pub use poolable::{Bounded, Footprint, Growable, Poolable, UNBOUNDED};

/// What generated code names. Not public: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::poolable::private::*;
    pub use core;
}
