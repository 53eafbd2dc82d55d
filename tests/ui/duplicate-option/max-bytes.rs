use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4096, max_bytes = 4096)]
    body: Vec<u8>,
}

fn main() {}
