use std::sync::Arc;

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Tagged<T> {
    tag: u64,
    value: T,
}

static POOL: Pool<Tagged<Arc<u64>>> = Pool::new();

fn main() {}
