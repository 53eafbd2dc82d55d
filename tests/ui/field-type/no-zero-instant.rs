use std::time::Instant;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    received: Instant,
}

fn main() {}
