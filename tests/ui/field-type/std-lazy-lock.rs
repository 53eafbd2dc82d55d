use std::sync::LazyLock;

use qnpool::Poolable;

#[derive(Poolable)]
struct Settings {
    table: LazyLock<[u64; 256]>,
}

fn main() {}
