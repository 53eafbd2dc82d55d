use std::ops::Range;

use qnpool::Poolable;

#[derive(Poolable)]
struct Token {
    position: Range<usize>,
}

fn main() {}
