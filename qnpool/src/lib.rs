#![cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#![doc = include_str!("../docs/crate.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(unsafe_code)]

extern crate alloc;

#[cfg(all(feature = "std", not(target_has_atomic = "64")))]
compile_error!(
    "`Pool` needs 64-bit atomics, which this target does not have; for the derive and `LocalPool` set `default-features = false, features = [\"derive\"]`"
);

#[cfg(all(feature = "bench", target_family = "wasm", target_os = "unknown"))]
compile_error!("the feature `bench` measures time, and this target has no clock");

#[cfg(feature = "bench")]
pub mod bench;
#[cfg(feature = "compat")]
pub mod compat;
mod constructor;
#[cfg(any(doc, doctest))]
pub mod docs;
mod forward;
mod forward_buffers;
mod idle_bound;
mod local;
mod observe;
#[cfg(feature = "std")]
mod pool;
mod poolable;
pub mod reasons;
#[cfg(all(feature = "serde", feature = "std"))]
mod serialize;

pub use constructor::{Boxed, Constructor};
pub use local::{LocalGuard, LocalOwnedGuard, LocalPool, LocalPoolBuilder};
#[cfg(feature = "folded")]
pub use observe::folded::{Measure, to_folded};
#[cfg(feature = "metrics")]
pub use observe::metrics;
#[cfg(feature = "pprof")]
pub use observe::pprof::to_pprof;
pub use observe::stats::Stats;
#[cfg(feature = "std")]
pub use observe::{
    census::{CallSite, Census, Hold},
    field_use::FieldUse,
    health::{Health, Verdict},
    reason::Reason,
    registry::{PoolReport, pools},
};
#[cfg(feature = "std")]
pub use pool::{
    CallLocation, Guard, LeakDetection, LongHold, OwnedGuard, ParseLeakDetectionError, Pool,
    PoolBuilder, Pooled,
};
#[cfg(feature = "derive")]
#[doc = include_str!("poolable/derive.md")]
pub use qnpool_derive::Poolable;

pub use poolable::{
    Bounded, Fill, Footprint, Growable, Poolable, RecyclingVec, ResetOutcome, UNBOUNDED,
};

/// Items that generated code names. Not public: they change without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::poolable::private::*;
    #[cfg(feature = "std")]
    pub use crate::{Pool, Pooled};
}

/// Generated code names this trait once per field: the short path saves compile time.
#[doc(hidden)]
pub use poolable::private::FieldWithinLimit as __FieldWithinLimit;
