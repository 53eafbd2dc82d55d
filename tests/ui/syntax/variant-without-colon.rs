use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
enum Packet {
    #[default]
    Empty,
    Data { length u32 },
}

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
