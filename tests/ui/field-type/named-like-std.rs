use std::sync::Arc;

use qnpool::Poolable;

pub struct Vec<T>(Arc<T>);

#[derive(Poolable)]
#[pool(max_capacity = 64)]
pub struct Packet {
    sequence: u64,
    body: Vec<u8>, //~ ERROR cannot be reset in place
    line: String,
}

fn main() {}
