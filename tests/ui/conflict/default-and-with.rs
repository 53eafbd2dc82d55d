use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(default, with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
