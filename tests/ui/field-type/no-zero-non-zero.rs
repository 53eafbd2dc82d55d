use std::num::NonZeroU32;

use qnpool::Poolable;

#[derive(Poolable)]
struct Row {
    id: NonZeroU32,
}

fn main() {}
