use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 0)]
    body: Vec<u8>,
}

fn main() {}
