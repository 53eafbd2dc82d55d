use std::process::Child;

use qnpool::Poolable;

#[derive(Poolable)]
struct Converter {
    process: Child,
}

fn main() {}
