use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
}

fn main() {}
