use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
#[pool(max_capacity = 4096)]
struct Packet {
    header: Header,
    body: Vec<u8>,
}

fn main() {}
