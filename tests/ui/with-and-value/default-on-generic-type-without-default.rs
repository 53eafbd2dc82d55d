use qnpool::{Pool, Poolable};

#[derive(Poolable)]
#[pool(default)]
struct Packet<T> {
    body: T,
}

static POOL: Pool<Packet<u32>> = Pool::with(|| Packet { body: 1 });

fn main() {}
