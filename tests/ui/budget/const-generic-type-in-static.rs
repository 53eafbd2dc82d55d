use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_retained_bytes = 1024)]
struct Body<const N: usize> {
    #[pool(max_capacity = N)]
    bytes: Vec<u8>,
}

static POOL: Pool<Body<4096>> = Pool::new();

fn main() {}
