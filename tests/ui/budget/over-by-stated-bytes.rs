use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 500)]
struct Packet {
    #[pool(with = Vec::clear, max_retained_bytes = 512)]
    body: Vec<u8>,
}

fn main() {}
