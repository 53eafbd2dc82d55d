use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 4096)]
struct Session {
    input: Vec<u8>,
    config: Arc<String>,
}

fn main() {}
