use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 1000)]
struct Packet {
    page: Box<[u8; 4096]>,
}

fn main() {}
