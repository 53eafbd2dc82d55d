use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec::clear, with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
