use qnpool::Poolable;

const BUDGET: u32 = 4096;

#[derive(Poolable)]
#[pool(max_retained_bytes = BUDGET)]
struct Packet<T> {
    body: T,
}

fn main() {}
