use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: Box<[u8; 3]>,
}

fn main() {}
