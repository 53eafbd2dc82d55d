use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Tagged<T> {
    tag: u64,
    value: T,
}

static POOL: Pool<Tagged<Vec<u8>>> = Pool::new();

fn main() {}
