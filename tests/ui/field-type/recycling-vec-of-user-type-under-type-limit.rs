use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
#[pool(max_capacity = 1000)]
struct Batch {
    rows: RecyclingVec<Row>,
}

struct Row {
    cells: Vec<String>,
}

fn main() {}
