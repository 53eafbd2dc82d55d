use std::ops::RangeInclusive;

use qnpool::Poolable;

#[derive(Poolable)]
struct Token {
    position: RangeInclusive<usize>,
}

fn main() {}
