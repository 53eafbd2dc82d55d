use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    header: Header,
}

fn main() {}
