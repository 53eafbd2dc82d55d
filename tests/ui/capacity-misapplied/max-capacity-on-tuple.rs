use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    parts: (Vec<u8>, Vec<u8>),
}

fn main() {}
