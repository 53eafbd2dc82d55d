use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    headers: [Header; 4],
}

fn main() {}
