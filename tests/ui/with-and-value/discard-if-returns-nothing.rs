use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = check)]
struct Packet {
    broken: bool,
}

fn check(_packet: &Packet) {}

fn main() {}
