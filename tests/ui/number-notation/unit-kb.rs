use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 64kb)]
    body: Vec<u8>,
}

fn main() {}
