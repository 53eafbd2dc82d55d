use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    sequence: u32,
    body: [u8],
}

fn wipe(packet: &mut Packet) {
    packet.sequence = 0;
}

fn main() {}
