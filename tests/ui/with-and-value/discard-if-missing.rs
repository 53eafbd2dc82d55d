use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if)]
struct Packet {
    broken: bool,
}

fn main() {}
