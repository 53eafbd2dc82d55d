use std::cmp::Ordering;

use qnpool::Poolable;

#[derive(Poolable)]
struct Comparison {
    outcome: Ordering,
}

fn main() {}
