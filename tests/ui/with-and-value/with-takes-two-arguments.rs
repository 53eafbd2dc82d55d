use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec::truncate)]
    body: Vec<u8>,
}

fn main() {}
