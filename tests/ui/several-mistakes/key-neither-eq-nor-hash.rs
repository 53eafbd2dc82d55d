use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Totals {
    #[pool(max_capacity = 64)]
    by_weight: HashMap<f64, u64>,
}

fn main() {}
