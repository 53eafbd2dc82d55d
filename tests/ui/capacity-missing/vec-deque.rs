use std::collections::VecDeque;

use qnpool::Poolable;

#[derive(Poolable)]
struct Queue {
    jobs: VecDeque<u64>,
}

fn main() {}
