use std::vec::IntoIter;

use qnpool::Poolable;

#[derive(Poolable)]
struct Batch {
    rest: IntoIter<u64>,
}

fn main() {}
