use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet(u64 u32);

static POOL: Pool<Packet> = Pool::new();

fn reset(packet: &mut Packet) {
    packet.reset();
}

fn main() {}
