use qnpool::Poolable;

const STATED: u32 = 4096;

#[derive(Poolable)]
struct Packet {
    #[pool(with = Vec::clear, max_retained_bytes = STATED)]
    body: Vec<u8>,
}

fn main() {}
