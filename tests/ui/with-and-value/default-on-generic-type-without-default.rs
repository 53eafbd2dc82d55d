use qnpool::{Pool, Poolable};

#[derive(Poolable)]
#[pool(default)]
struct Packet<T> {
    body: T,
}

fn pooled(_pool: Pool<Packet<u32>>) {}

fn main() {}
