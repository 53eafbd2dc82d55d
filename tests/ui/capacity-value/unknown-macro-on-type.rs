use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = capacity!())]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
