use std::cell::RefCell;

use qnpool::Poolable;

struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet {
    header: RefCell<Header>,
}

fn main() {}
