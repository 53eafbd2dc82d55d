use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Packet {
    sequence: u32,
}

static POOL: Pool<Packet> = Pool::builder().max_idle(64).build();

fn main() {}
