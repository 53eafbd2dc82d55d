use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    checksum: Option<u32,
}

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
