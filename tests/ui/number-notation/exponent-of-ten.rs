use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 1e6)]
    body: Vec<u8>,
}

fn main() {}
