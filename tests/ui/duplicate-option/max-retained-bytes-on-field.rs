use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec::clear, max_retained_bytes = 64, max_retained_bytes = 64)]
    body: Vec<u8>,
}

fn main() {}
