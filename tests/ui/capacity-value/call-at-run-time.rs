use qnpool::Poolable;

fn limit() -> usize {
    4096
}

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = limit())]
    body: Vec<u8>,
}

fn main() {}
