use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 4096)]
struct Packet {
    #[pool(max_capacity = 4000)]
    body: Vec<u8>,
    #[pool(max_capacity = 97)]
    path: String,
}

fn main() {}
