//! Seeing what a pool does.

#[cfg(feature = "std")]
pub(crate) mod census;
#[cfg(feature = "std")]
mod census_table;
#[cfg(feature = "std")]
pub(crate) mod field_use;
#[cfg(feature = "folded")]
pub(crate) mod folded;
#[cfg(feature = "std")]
pub(crate) mod health;
mod local_stats;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "pprof")]
pub(crate) mod pprof;
#[cfg(feature = "pprof")]
mod profile_proto;
#[cfg(feature = "std")]
pub(crate) mod reason;
#[cfg(feature = "std")]
pub(crate) mod registry;
#[cfg(any(feature = "pprof", feature = "folded"))]
mod samples;
pub(crate) mod stats;
mod stats_table;
