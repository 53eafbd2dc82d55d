use std::sync::Mutex;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Mutex<Vec<u8>>,
}

fn main() {}
