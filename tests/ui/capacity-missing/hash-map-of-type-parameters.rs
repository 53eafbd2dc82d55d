use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Index<K, V> {
    entries: HashMap<K, V>,
}

fn main() {}
