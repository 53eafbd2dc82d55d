use std::collections::HashSet;

use qnpool::Poolable;

#[derive(Poolable)]
struct Seen {
    ids: HashSet<u64>,
}

fn main() {}
