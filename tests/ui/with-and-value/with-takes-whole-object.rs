use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = clear)]
    body: Vec<u8>,
}

fn clear(packet: &mut Packet) {
    packet.body.clear();
}

fn main() {}
