use std::io::Cursor;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Cursor<Vec<u8>>,
}

fn main() {}
