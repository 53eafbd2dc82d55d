use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Arc<Vec<u8>>,
}

fn main() {}
