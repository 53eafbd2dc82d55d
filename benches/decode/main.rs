//! CSV decoded into batches of 1,000 rows of 8 cells: fresh vectors, vectors of which the
//! outer one is pooled, and vectors that recycle their elements.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench decode             # under the system's allocator
//! cargo bench -p qnpool-benches --bench decode_mimalloc    # under mimalloc
//! cargo bench -p qnpool-benches --bench decode_allocations # how often each allocates
//! benches/decode_instructions.sh                           # instructions a row
//! ```

#[path = "../contenders/mod.rs"]
#[expect(dead_code, reason = "what is measured here are decoders")]
mod contenders;
mod decoders;
#[path = "../measuring/mod.rs"]
#[expect(dead_code, reason = "one thread, one batch at a time")]
mod measuring;
mod run;
mod text;

fn main() {
    run::run("the system's allocator");
}
