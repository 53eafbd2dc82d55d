// Doctests have the same programs from the README.
#![cfg_attr(not(doctest), doc = include_str!("../docs/crate.md"))]
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

/// What generated code names. Not public: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::poolable::private::*;
    #[cfg(feature = "std")]
    pub use crate::{Pool, Pooled};
}

/// Generated code names it once per field: the short path saves compile time.
#[doc(hidden)]
pub use poolable::private::FieldWithinLimit as __FieldWithinLimit;

/// Its snippets are compiled in the crate of tests, which has the other pools too.
#[cfg(all(doc, not(doctest)))]
#[doc = include_str!("../docs/migration.md")]
pub mod migration {}

#[cfg(all(doc, not(doctest)))]
#[doc = include_str!("../docs/when-not-to-pool.md")]
pub mod when_not_to_pool {}

/// The snippets of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// And that of the page on measuring.
#[cfg(all(doctest, feature = "bench"))]
#[doc = include_str!("../docs/when-not-to-pool.md")]
struct WhenNotToPool;
