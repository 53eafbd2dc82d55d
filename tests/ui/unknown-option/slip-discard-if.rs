use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discardif = Packet::is_broken)]
struct Packet {
    broken: bool,
}

fn main() {}
