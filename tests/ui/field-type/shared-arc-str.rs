use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Session {
    user: Arc<str>,
}

fn main() {}
