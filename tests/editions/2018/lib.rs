//! The derive in a crate of edition 2018.

#![forbid(unsafe_code, future_incompatible)]
#![deny(warnings)]

#[path = "../types.rs"]
mod types;

pub use types::*;
