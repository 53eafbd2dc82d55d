use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Box<[u8]>,
}

fn main() {}
