use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    parts: (u64, Header),
}

fn main() {}
