use std::sync::{Arc, MutexGuard};
use std::time::Instant;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    body: Vec<u8>,
    line: String,
    config: Arc<String>,
    lock: MutexGuard<'a, u32>,
    received: Instant,
    #[pool(max_capacity = 16)]
    retries: u32,
}

fn main() {}
