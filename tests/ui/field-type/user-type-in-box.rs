use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    header: Box<Header>,
}

fn main() {}
