use std::cell::Cell;
use std::time::Instant;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    received: Cell<Instant>,
}

fn main() {}
