use qnpool::Poolable;

const LIMIT: u32 = 4096;

#[derive(Poolable)]
#[pool(max_capacity = LIMIT)]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
