//! The place of the engine in the crate that ships.

#[path = "../../../qnpool/src/pool/engine/mod.rs"]
#[allow(dead_code, reason = "a model needs neither clock nor statistics")]
mod engine;
mod fence;
mod sync;
mod world;

mod bound;
mod exit;
mod fallback;
mod hand_off;
mod revocation;
mod sampling;
