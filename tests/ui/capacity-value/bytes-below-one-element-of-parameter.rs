use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Samples<T> {
    #[pool(max_bytes = 7)]
    values: Vec<T>,
}

static POOL: Pool<Samples<u64>> = Pool::new();

fn main() {}
