//! Seeing what a pool does.

#[cfg(feature = "std")]
pub(crate) mod census;
#[cfg(feature = "std")]
mod census_table;
#[cfg(feature = "std")]
mod frames;
#[cfg(feature = "std")]
pub(crate) mod health;
mod local_stats;
#[cfg(feature = "std")]
pub(crate) mod registry;
pub(crate) mod stats;
