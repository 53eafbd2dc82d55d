use std::fs::File;

use qnpool::Poolable;

#[derive(Poolable)]
struct Log {
    files: (Option<File>, File),
}

fn main() {}
