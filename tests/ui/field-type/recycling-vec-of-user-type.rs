use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Batch {
    #[pool(max_capacity = 1000)]
    rows: RecyclingVec<Row>,
}

struct Row {
    cells: Vec<String>,
}

fn main() {}
