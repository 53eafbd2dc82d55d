use std::path::PathBuf;

use qnpool::Poolable;

#[derive(Poolable)]
struct Entry {
    path: PathBuf,
}

fn main() {}
