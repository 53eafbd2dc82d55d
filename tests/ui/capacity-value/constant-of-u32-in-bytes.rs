use qnpool::Poolable;

const LIMIT: u32 = 4096;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = LIMIT)]
    body: Vec<u8>,
}

fn main() {}
