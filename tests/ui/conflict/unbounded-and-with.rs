use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded, with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
