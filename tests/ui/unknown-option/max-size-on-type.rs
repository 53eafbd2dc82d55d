use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_size = 4096)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
