use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(limit = 4096)]
    body: Vec<u8>,
}

fn main() {}
