use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: std::vec::Vec<u8>,
}

fn main() {}
