use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    sequence: u32,
}

static PACKETS: Pool<Packet> = Pool::new();

fn main() {
    let packet = PACKETS.get();
    let second = packet.clone();
}
