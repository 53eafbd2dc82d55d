use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Packet {
    sequence: u32,
}

static POOL: Pool<Packet> = Pool::new();

fn main() {}
