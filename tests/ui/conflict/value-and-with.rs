use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = Vec::new(), with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
