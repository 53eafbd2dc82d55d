use qnpool::{LocalPool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: Vec<u8>,
}

const POOL: LocalPool<Packet> = LocalPool::builder().max_idle_bytes(1 << 20).build();

fn main() {}
