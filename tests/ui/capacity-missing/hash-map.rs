use std::collections::HashMap;

use qnpool::Poolable;

#[derive(Poolable)]
struct Headers {
    by_name: HashMap<String, String>,
}

fn main() {}
