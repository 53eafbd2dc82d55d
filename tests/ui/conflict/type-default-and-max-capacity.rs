use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(default, max_capacity = 4096)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
