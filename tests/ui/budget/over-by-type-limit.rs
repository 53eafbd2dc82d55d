use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 1024, max_retained_bytes = 2000)]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
