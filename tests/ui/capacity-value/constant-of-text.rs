use qnpool::Poolable;

const CAPACITY: &str = "64";

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = CAPACITY)]
    body: Vec<u8>,
}

fn main() {}
