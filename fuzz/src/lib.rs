//! What the targets run, each a function of bytes: `tests/fuzz_corpus.rs` runs the same
//! over the committed corpora, without a fuzzer.

#[path = "../../tests/counting/mod.rs"]
mod counting;
#[path = "../../tests/derive_stages/mod.rs"]
mod derive_stages;
#[path = "../../tests/identities/mod.rs"]
mod identities;
#[path = "../../tests/worker/mod.rs"]
mod worker;

pub mod derive_tokens;
pub mod pool_programs;
pub mod reset_contents;

use derive_stages::*;
