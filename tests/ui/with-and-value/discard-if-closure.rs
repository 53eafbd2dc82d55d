use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = |packet| packet.broken)]
struct Packet {
    broken: bool,
}

fn main() {}
