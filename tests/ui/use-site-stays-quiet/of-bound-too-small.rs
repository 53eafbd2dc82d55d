use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(bound = "")]
struct Tagged<T> {
    value: T,
}

static POOL: Pool<Tagged<u64>> = Pool::new();

fn main() {}
