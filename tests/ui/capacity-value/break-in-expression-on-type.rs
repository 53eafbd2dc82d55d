use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 3 + break)]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
