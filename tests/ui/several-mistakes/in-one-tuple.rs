use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    parts: (Arc<u64>, Vec<u8>),
}

fn main() {}
