use qnpool::Poolable;

fn limit() -> usize {
    4096
}

#[derive(Poolable)]
#[pool(max_capacity = limit())]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
