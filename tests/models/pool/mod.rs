//! The place of the engine in the crate that ships.

#[path = "../../../qnpool/src/pool/engine/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "a model needs neither clock nor statistics, and looks at no use"
)]
mod engine;
mod fence;
#[path = "../../../qnpool/src/pool/header.rs"]
#[allow(dead_code, reason = "no model asks where an object goes")]
mod header;
#[path = "../../../qnpool/src/pool/key.rs"]
#[allow(dead_code, reason = "no model asks where an object goes")]
mod key;
mod ledger;
mod sync;
mod world;

mod bound;
mod exit;
mod fallback;
mod hand_off;
mod readings;
mod revocation;
mod sampling;
