use std::sync::LazyLock;

use qnpool::Pool;

static POOL: LazyLock<Pool<Vec<u8>>> = LazyLock::new(|| Pool::new());

fn main() {}
