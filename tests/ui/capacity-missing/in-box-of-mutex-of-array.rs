use std::sync::Mutex;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    parts: Box<Mutex<[Vec<u8>; 4]>>,
}

fn main() {}
