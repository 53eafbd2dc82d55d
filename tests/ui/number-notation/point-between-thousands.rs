use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4.096)]
    body: Vec<u8>,
}

fn main() {}
