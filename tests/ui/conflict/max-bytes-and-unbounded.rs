use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4096, unbounded)]
    body: Vec<u8>,
}

fn main() {}
