use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Packet<T> {
    item: T,
    #[pool(max_capacity = 8)]
    children: RecyclingVec<Packet<T>>,
}

fn main() {}
