use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 1,000,000)]
    body: Vec<u8>,
}

fn main() {}
