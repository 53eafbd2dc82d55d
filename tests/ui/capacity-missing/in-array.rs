use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    parts: [Vec<u8>; 4],
}

fn main() {}
