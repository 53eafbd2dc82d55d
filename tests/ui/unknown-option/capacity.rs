use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(capacity = 4096)]
    body: Vec<u8>,
}

fn main() {}
