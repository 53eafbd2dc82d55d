use std::cell::RefCell;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: RefCell<Vec<u8>>,
}

fn main() {}
