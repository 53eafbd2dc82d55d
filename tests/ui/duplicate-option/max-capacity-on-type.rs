use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 4096)]
#[pool(max_capacity = 8192)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
