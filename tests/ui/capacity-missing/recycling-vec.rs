use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Batch {
    rows: RecyclingVec<Row>,
}

#[derive(Default, Poolable)]
struct Row {
    id: u64,
}

fn main() {}
