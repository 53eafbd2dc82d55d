use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded, unbounded)]
    body: Vec<u8>,
}

fn main() {}
