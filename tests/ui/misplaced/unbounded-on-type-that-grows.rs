use qnpool::Poolable;

#[derive(Poolable)]
#[pool(unbounded)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
