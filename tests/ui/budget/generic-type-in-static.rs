use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_retained_bytes = 1024)]
struct Samples<T> {
    #[pool(max_capacity = 128)]
    values: Vec<T>,
}

static POOL: Pool<Samples<u128>> = Pool::new();

fn main() {}
