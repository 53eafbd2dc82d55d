use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Samples {
    #[pool(max_bytes = 7)]
    values: Vec<u64>,
}

static POOL: Pool<Samples> = Pool::new();

#[derive(Poolable)]
struct Pair {
    samples: Samples,
}

fn main() {}
