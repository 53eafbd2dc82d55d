use std::mem::MaybeUninit;

use qnpool::Poolable;

#[derive(Poolable)]
struct Buffer {
    bytes: [MaybeUninit<u8>; 4096],
}

fn main() {}
