use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use qnpool::Poolable;

#[derive(Poolable)]
struct Headers {
    by_name: HashMap<u32, u32, BuildHasherDefault<DefaultHasher>>,
}

fn main() {}
