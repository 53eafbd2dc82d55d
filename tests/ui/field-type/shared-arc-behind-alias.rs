use std::sync::Arc;

use qnpool::Poolable;

type Config = Arc<String>;

#[derive(Poolable)]
struct Session {
    config: Config,
}

fn main() {}
