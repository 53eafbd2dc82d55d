use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unlimited)]
    body: Vec<u8>,
}

fn main() {}
