use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Session<T> {
    config: Arc<T>,
}

fn main() {}
