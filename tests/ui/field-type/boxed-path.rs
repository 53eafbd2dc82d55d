use std::path::Path;

use qnpool::Poolable;

#[derive(Poolable)]
struct Entry {
    path: Box<Path>,
}

fn main() {}
