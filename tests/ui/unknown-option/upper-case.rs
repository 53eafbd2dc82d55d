use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(MAX_CAPACITY = 4096)]
    body: Vec<u8>,
}

fn main() {}
