use std::sync::Condvar;

use qnpool::Poolable;

#[derive(Poolable)]
struct Gate {
    opened: Condvar,
}

fn main() {}
