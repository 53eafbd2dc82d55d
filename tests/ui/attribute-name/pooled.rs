use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pooled(unbounded)]
    body: Vec<u8>,
}

fn main() {}
