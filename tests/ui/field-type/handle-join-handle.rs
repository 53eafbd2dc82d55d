use std::thread::JoinHandle;

use qnpool::Poolable;

#[derive(Poolable)]
struct Worker {
    thread: JoinHandle<u64>,
}

fn main() {}
