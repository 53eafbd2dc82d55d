use std::fs::File;

use qnpool::Poolable;

#[derive(Poolable)]
struct Log {
    file: File,
}

fn main() {}
