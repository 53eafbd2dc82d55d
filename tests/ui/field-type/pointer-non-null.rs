use std::ptr::NonNull;

use qnpool::Poolable;

#[derive(Poolable)]
struct Node {
    next: NonNull<Node>,
}

fn main() {}
