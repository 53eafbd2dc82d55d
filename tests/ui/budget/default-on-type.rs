use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(default, max_retained_bytes = 4096)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
