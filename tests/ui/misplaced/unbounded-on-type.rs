use qnpool::Poolable;

#[derive(Poolable)]
#[pool(unbounded)]
struct Packet {
    sequence: u32,
}

fn main() {}
