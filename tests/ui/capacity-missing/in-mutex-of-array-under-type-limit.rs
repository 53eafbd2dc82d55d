use std::sync::Mutex;

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 64)]
struct Packet {
    parts: Mutex<[Vec<u8>; 4]>,
}

fn main() {}
