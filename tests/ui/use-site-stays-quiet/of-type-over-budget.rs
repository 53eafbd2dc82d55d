use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_retained_bytes = 64)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
}

static POOL: Pool<Packet> = Pool::new();

#[derive(Poolable)]
struct Pair {
    packet: Packet,
}

fn main() {}
