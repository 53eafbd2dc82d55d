use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec<u8>)]
    body: Vec<u8>,
}

fn main() {}
