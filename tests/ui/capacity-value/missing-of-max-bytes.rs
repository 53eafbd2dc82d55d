use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes)]
    body: Vec<u8>,
}

fn main() {}
