use std::sync::atomic::AtomicUsize;

use qnpool::Poolable;

static LIMIT: AtomicUsize = AtomicUsize::new(4096);

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = LIMIT)]
    body: Vec<u8>,
}

fn main() {}
