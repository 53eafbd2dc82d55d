use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec::pop)]
    body: Vec<u8>,
}

fn main() {}
