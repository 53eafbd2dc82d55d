use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
