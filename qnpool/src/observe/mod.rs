//! Seeing what a pool does.

pub(crate) mod stats;
