//! Seeing what a pool does.

mod local_stats;
pub(crate) mod stats;
