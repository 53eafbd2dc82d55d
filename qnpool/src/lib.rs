//! An object pool whose objects come back clean.
//!
//! [`Poolable`](derive@Poolable) is derived: it writes `reset()` from the list of
//! fields and keeps their allocations, up to a limit that the compiler insists on.
//! A [`Pool`] lends objects through guards, resets each on its way back, and bounds
//! how many wait; a [`LocalPool`] does so on one thread. Who has another pool already
//! finds the way from it in [`migration`].
//!
//! ```
//! use qnpool::{Pool, Poolable};
//!
//! #[derive(Default, Poolable)]
//! #[pool(max_capacity = 4096)] // for every field that can grow
//! struct Packet {
//!     body: Vec<u8>,
//!     sequence: u64,
//! }
//!
//! static PACKETS: Pool<Packet> = Pool::new();
//!
//! let mut packet = PACKETS.get();
//! packet.body.extend_from_slice(b"hello");
//! drop(packet); // reset, and back in the pool
//!
//! assert!(PACKETS.get().body.is_empty());
//! ```
//!
//! A field that can grow and has no limit does not compile, and neither does one
//! that cannot be reset; each says why, and what to write:
//!
//! ```compile_fail
//! #[derive(qnpool::Poolable)]
//! struct Packet {
//!     body: Vec<u8>, // error: `Vec<u8>` grows without a limit
//! }
//! ```
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `derive` | yes | `#[derive(Poolable)]` |
//! | `std` | yes | `Pool`, which threads share, and `Poolable` for the types that only `std` has |
//! | `zeroize` | no | `#[pool(zeroize)]`: a field is wiped first, its spare capacity included |
//! | `serde` | no | `Serialize` for `Stats` and all reports |
//! | `tracing` | no | each hold that is too long is a warning |
//! | `metrics` | no | `qnpool::metrics`: the figures of every named pool for the facade of that name, and so for Prometheus |
//! | `pprof` | no | `to_pprof`: what is out as a profile for `go tool pprof` |
//! | `folded` | no | `to_folded`: what is out as folded stacks, for flame graphs |
//! | `bench` | no | `qnpool::bench`: pooled objects against fresh ones, measured on a type of yours |
//! | `compat` | no | `qnpool::compat`: pools with the names of other crates' pools, to move by the import line |
//! | `bytes` | no | `Guard::freeze`: a pooled buffer as `Bytes`, without a copy; `Buf` and `BufMut` for guards and [`Bounded`]; `Poolable` for the types of that crate, without `std` too |
//! | `http`, `smallvec`, `indexmap`, `hashbrown`, `slab`, `tinyvec`, `arrayvec`, `heapless`, `fixedbitset`, `bumpalo` | no | `Poolable` for the types of that crate; all but `http` without `std` too |
//!
//! Without `std` the traits and [`LocalPool`] need `alloc`. Rust 1.85 is enough for all
//! but `heapless`, a crate that asks for 1.87.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(unsafe_code)]

extern crate alloc;

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
    health::{Health, Reason, Verdict},
    registry::{PoolReport, pools},
};
#[cfg(feature = "std")]
pub use pool::{
    Guard, LeakDetection, LongHold, OwnedGuard, ParseLeakDetectionError, Pool, PoolBuilder, Pooled,
};
#[cfg(feature = "derive")]
#[doc = include_str!("poolable/derive.md")]
pub use qnpool_derive::Poolable;

pub use poolable::{Bounded, Fill, Footprint, Growable, Poolable, RecyclingVec, UNBOUNDED};

/// What generated code names. Not public: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::poolable::private::*;
    #[cfg(feature = "std")]
    pub use crate::{Pool, Pooled};
}

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
