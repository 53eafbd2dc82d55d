use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 1600)]
struct Totals {
    #[pool(max_capacity = 100)]
    by_id: HashMap<u64, u64>,
}

fn main() {}
