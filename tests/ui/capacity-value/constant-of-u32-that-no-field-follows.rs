use qnpool::Poolable;

const LIMIT: u32 = 4096;

#[derive(Poolable)]
#[pool(max_capacity = LIMIT)]
struct Packet {
    #[pool(max_capacity = 16)]
    body: Vec<u8>,
}

fn main() {}
