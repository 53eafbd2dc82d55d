use qnpool::Poolable;

const CAPACITY: i32 = 64;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = CAPACITY)]
    body: Vec<u8>,
}

fn main() {}
