use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = is_broken)]
struct Packet {
    broken: bool,
}

fn is_broken(packet: &mut Packet) -> bool {
    packet.broken
}

fn main() {}
