use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    run: Arc<dyn Fn() + Send + Sync>,
}

fn main() {}
