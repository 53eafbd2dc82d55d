use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max-capacity = 4096)]
    body: Vec<u8>,
}

fn main() {}
