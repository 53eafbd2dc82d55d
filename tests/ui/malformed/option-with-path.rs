use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(qnpool::unbounded)]
    body: Vec<u8>,
}

fn main() {}
