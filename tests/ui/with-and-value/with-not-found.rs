use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = cleer)]
    body: Vec<u8>,
}

fn main() {}
