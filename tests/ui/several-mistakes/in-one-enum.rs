use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading { line: String, config: Arc<String> },
    #[pool(skip)]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
