use qnpool::{Bounded, Pool};

#[derive(Default)]
struct Packet {
    sequence: u32,
}

static POOL: Pool<Bounded<Packet, 4096>> = Pool::new();

fn main() {}
