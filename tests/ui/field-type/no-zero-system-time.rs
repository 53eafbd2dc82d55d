use std::time::SystemTime;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    received: SystemTime,
}

fn main() {}
