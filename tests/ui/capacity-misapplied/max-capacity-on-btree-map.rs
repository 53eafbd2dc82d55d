use std::collections::BTreeMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Headers {
    #[pool(max_capacity = 64)]
    by_name: BTreeMap<String, String>,
}

fn main() {}
