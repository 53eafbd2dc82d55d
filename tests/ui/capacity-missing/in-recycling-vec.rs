use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Batch {
    #[pool(max_capacity = 1000)]
    names: RecyclingVec<String>,
}

fn main() {}
