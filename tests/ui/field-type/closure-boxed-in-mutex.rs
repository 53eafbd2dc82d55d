use std::sync::Mutex;

use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    run: Mutex<Box<dyn FnMut() + Send>>,
}

fn main() {}
