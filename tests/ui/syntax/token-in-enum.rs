use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
enum Packet {
    #[default]
    Empty,
    3,
}

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
