use std::sync::Mutex;

use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    header: Mutex<Header>,
}

fn main() {}
