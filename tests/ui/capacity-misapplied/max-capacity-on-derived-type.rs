use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    header: Header,
}

fn main() {}
