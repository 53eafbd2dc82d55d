use qnpool::Poolable;

const CAPACITY: u32 = 64;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = CAPACITY * 2)]
    body: Vec<u8>,
}

fn main() {}
