use qnpool::Poolable;

mod collections {
    pub use std::vec::Vec as List;
}

#[derive(Poolable)]
struct Packet {
    body: collections::List<u8>,
}

fn main() {}
