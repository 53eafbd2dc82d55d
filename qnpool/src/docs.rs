//! The guide: one page for each task, and the background that the reference leaves out.
//!
//! Start with [Getting started]. Every example on these pages is compiled and run by the tests.
//!
//! | I want to … | page |
//! |---|---|
//! | add a pool to a service | [Getting started] |
//! | know what `reset` does to a field, and change it | [The derive] |
//! | choose a limit for a buffer, or for the whole pool | [Choosing limits] |
//! | share, prewarm or empty a pool, or take an object out | [Pools] |
//! | find out which code does not return its objects | [Finding leaks] |
//! | export counters and health to my monitoring | [Observability] |
//! | reuse buffers, decode into rows, or send `Bytes` | [Buffers and bytes] |
//! | test a reset, or test against leaks | [Testing] |
//! | replace object-pool, another pool or a `Mutex<Vec<_>>` | [Migrating] |
//! | decide whether a pool pays | [When not to pool] |
//! | understand the tiers, ageing and the fence | [How it works] |
//! | know what is guaranteed, on which systems | [Reliability] |
//! | compare qnpool with other pools | [Comparison] |
//!
#![cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]

// Each page is a file in `qnpool/docs`, which links to the other files at its end. Those links are
// for readers of the repository: `links.md` comes first, so in this documentation its definitions
// take precedence.
//
// Snippets of three pages need optional features or other crates. They are compiled by the crate
// of tests, in `pages.rs`, and are left out here.

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/getting-started.md")]
pub mod getting_started {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/derive.md")]
pub mod derive {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/choosing-limits.md")]
pub mod choosing_limits {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/pools.md")]
pub mod pools {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/finding-leaks.md")]
pub mod finding_leaks {}

#[cfg(not(doctest))]
#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/observability.md")]
pub mod observability {}

#[cfg(not(doctest))]
#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/buffers.md")]
pub mod buffers {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

#[cfg(not(doctest))]
#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/migrating.md")]
pub mod migrating {}

#[cfg(any(not(doctest), feature = "bench"))]
#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/when-not-to-pool.md")]
pub mod when_not_to_pool {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/how-it-works.md")]
pub mod how_it_works {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/reliability.md")]
pub mod reliability {}

#[cfg_attr(not(doctest), doc = include_str!("docs/links.md"))]
#[doc = include_str!("../docs/comparison.md")]
pub mod comparison {}
