use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 1000)]
struct Batch {
    by_weight: HashMap<f64, u8>,
}

fn main() {}
