use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    body: (std::collections::HashMap<u8, u8>, u8),
}

fn main() {}
