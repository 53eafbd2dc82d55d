use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: Vec<u8>,
}

static PACKETS: Pool<Packet> = Pool::builder().max_idle_bytes(1 << 20).build();

fn main() {}
