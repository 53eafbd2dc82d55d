use std::sync::Arc;

use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Batch {
    #[pool(max_bytes = 1000)]
    names: RecyclingVec<Arc<str>>,
}

fn main() {}
