use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    sequence: u64
    checksum: Option<u32>,
}

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
