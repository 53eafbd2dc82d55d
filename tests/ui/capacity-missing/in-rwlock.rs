use std::sync::RwLock;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: RwLock<String>,
}

fn main() {}
