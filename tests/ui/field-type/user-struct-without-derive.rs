use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    header: Header,
}

fn main() {}
