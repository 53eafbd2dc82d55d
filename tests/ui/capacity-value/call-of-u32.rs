use qnpool::Poolable;

const fn capacity() -> u32 {
    64
}

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = capacity())]
    body: Vec<u8>,
}

fn main() {}
