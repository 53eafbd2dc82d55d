//! Pages whose snippets need more than the facade has: the pools that others move from.
//!
//! `cargo test -p qnpool-tests --doc` compiles and runs them.

#[cfg(doctest)]
#[doc = include_str!("../qnpool/docs/migration.md")]
struct Migration;
