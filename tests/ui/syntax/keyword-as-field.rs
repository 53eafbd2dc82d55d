use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    type: u8,
}

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
