use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(crate = qnpool)]
struct Packet {
    sequence: u32,
}

static POOL: Pool<Packet> = Pool::new();

fn main() {}
