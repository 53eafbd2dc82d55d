//! As `main.rs`, under mimalloc.

#[path = "../contenders/mod.rs"]
#[expect(dead_code, reason = "what is measured here are decoders")]
mod contenders;
mod decoders;
#[path = "../measuring/mod.rs"]
#[expect(dead_code, reason = "one thread, one batch at a time")]
mod measuring;
mod run;
mod text;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    run::run("mimalloc");
}
