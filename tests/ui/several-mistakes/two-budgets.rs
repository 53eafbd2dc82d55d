use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 16)]
struct Header {
    #[pool(max_capacity = 64)]
    name: String,
}

#[derive(Poolable)]
#[pool(max_retained_bytes = 32)]
struct Packet {
    #[pool(max_capacity = 128)]
    body: Vec<u8>,
}

fn main() {}
