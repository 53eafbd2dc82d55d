use qnpool::Poolable;

const CAPACITY: f64 = 64.0;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = CAPACITY)]
    body: Vec<u8>,
}

fn main() {}
