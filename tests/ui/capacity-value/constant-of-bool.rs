use qnpool::Poolable;

const CAPACITY: bool = true;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = CAPACITY)]
    body: Vec<u8>,
}

fn main() {}
