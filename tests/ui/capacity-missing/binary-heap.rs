use std::collections::BinaryHeap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Queue {
    jobs: BinaryHeap<u64>,
}

fn main() {}
