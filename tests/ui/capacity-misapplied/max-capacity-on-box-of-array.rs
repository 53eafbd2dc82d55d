use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: Box<[u8; 3]>,
}

fn main() {}
