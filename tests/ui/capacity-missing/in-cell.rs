use std::cell::Cell;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Cell<Vec<u8>>,
}

fn main() {}
