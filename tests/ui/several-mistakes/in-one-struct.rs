use std::fs::File;
use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    id: u64,
    path: &'a str,
    body: Vec<u8>,
    #[pool(max_capacity = 16)]
    retries: u32,
    config: Arc<String>,
    #[pool(skip)]
    log: File,
    #[pool(max_capacity = "4096")]
    line: String,
    done: Box<dyn FnOnce()>,
}

fn main() {}
