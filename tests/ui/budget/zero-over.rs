use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 0)]
struct Packet {
    #[pool(max_capacity = 1)]
    body: Vec<u8>,
}

fn main() {}
