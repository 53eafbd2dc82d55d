use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Box<Vec<u8>>,
}

fn main() {}
