use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Session {
    config: Arc<String>,
}

fn main() {}
