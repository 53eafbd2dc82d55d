use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 16)]
struct Request {
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
    config: Arc<String>,
}

fn main() {}
