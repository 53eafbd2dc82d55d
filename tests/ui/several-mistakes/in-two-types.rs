use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    name: String,
}

#[derive(Poolable)]
struct Request {
    header: Header,
    config: Arc<String>,
}

fn main() {}
