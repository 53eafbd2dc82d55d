use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Batch<T> {
    items: Vec<T>,
}

static POOL: Pool<Batch<u64>> = Pool::new();

#[derive(Poolable)]
struct Batches {
    first: Batch<u8>,
    second: Batch<String>,
}

fn main() {}
