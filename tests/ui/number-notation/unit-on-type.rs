use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 64 KB)]
struct Packet {
    body: Vec<u8>,
    length: u32,
}

fn main() {}
