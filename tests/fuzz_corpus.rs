//! What the fuzzer has found worth keeping, without the fuzzer: each target over its corpus
//! in `fuzz/corpus`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

mod counting;
mod derive_stages;
mod identities;
mod worker;

#[path = "../fuzz/src/derive_tokens.rs"]
mod derive_tokens;
#[path = "../fuzz/src/pool_programs.rs"]
mod pool_programs;
#[path = "../fuzz/src/reset_contents/mod.rs"]
mod reset_contents;

#[allow(
    clippy::wildcard_imports,
    reason = "the stages name each other from the root"
)]
use derive_stages::*;

#[test]
fn the_derive_takes_any_tokens() {
    over_corpus("derive_tokens", derive_tokens::run);
}

#[test]
fn programs_of_pool_operations_keep_to_the_model() {
    over_corpus("pool_programs", pool_programs::run);
}

#[test]
fn any_contents_are_reset() {
    over_corpus("reset_contents", reset_contents::run);
}

fn over_corpus(target: &str, run: fn(&[u8])) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = tests.with_file_name("fuzz").join("corpus").join(target);
    let files = fs::read_dir(&corpus).expect("the corpus is committed");
    let mut inputs = 0;
    for file in files {
        let path = file.expect("its entries can be read").path();
        let bytes = fs::read(&path).expect("an input can be read");
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(&bytes))) {
            eprintln!("with {}", path.display());
            resume_unwind(panic);
        }
        inputs += 1;
    }
    assert!(inputs > 10, "{inputs} inputs in {}", corpus.display());
}
