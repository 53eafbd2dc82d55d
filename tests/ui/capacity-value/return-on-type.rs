use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = return)]
struct Packet {
    body: Vec<u8>,
    path: String,
}

fn main() {}
