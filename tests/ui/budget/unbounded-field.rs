use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 4096)]
struct Packet {
    #[pool(unbounded)]
    body: Vec<u8>,
}

fn main() {}
