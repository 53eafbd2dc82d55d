use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
