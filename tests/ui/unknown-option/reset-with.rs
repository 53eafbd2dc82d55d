use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(reset_with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
