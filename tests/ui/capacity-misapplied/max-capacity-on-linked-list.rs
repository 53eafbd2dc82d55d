use std::collections::LinkedList;

use qnpool::Poolable;

#[derive(Poolable)]
struct Queue {
    #[pool(max_capacity = 64)]
    jobs: LinkedList<u64>,
}

fn main() {}
