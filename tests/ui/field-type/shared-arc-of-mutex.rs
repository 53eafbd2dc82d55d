use std::sync::{Arc, Mutex};

use qnpool::Poolable;

#[derive(Poolable)]
struct Session {
    totals: Arc<Mutex<u64>>,
}

fn main() {}
