use std::sync::mpsc::Receiver;

use qnpool::Poolable;

#[derive(Poolable)]
struct Worker {
    jobs: Receiver<u64>,
}

fn main() {}
