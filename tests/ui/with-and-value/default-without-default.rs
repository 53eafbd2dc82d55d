use std::time::Instant;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    #[pool(default)]
    received: Instant,
}

fn main() {}
