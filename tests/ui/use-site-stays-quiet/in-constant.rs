use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Vec<u8>,
}

const BYTES: usize = Packet::MAX_RETAINED_BYTES * 2;

fn main() {}
