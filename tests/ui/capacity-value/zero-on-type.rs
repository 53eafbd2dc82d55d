use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 0)]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
