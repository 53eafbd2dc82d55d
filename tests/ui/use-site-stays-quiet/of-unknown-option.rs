use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(max_capcity = 4096)]
    body: Vec<u8>,
}

static POOL: Pool<Packet> = Pool::new();

#[derive(Poolable)]
struct Pair {
    packet: Packet,
}

fn main() {}
