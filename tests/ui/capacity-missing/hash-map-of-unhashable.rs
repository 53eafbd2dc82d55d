use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Totals {
    by_weight: HashMap<f64, u64>,
}

fn main() {}
