use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
#[pool(max_capacity = 1000)]
struct Batch {
    names: RecyclingVec<String>,
}

fn main() {}
