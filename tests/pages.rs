//! Pages of the guide whose snippets need optional features or other crates.
//!
//! `cargo test -p qnpool-tests --doc` compiles and runs them.

#[cfg(doctest)]
#[doc = include_str!("../qnpool/docs/buffers.md")]
struct Buffers;

#[cfg(doctest)]
#[doc = include_str!("../qnpool/docs/migrating.md")]
struct Migrating;

#[cfg(doctest)]
#[doc = include_str!("../qnpool/docs/observability.md")]
struct Observability;
