use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Buffered<C> {
    #[pool(max_capacity = 4096)]
    content: C,
}

static POOL: Pool<Buffered<u32>> = Pool::new();

fn main() {}
