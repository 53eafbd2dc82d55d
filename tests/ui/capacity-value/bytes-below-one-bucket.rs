use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Totals {
    #[pool(max_bytes = 64)]
    by_id: HashMap<u64, u64>,
}

fn main() {}
