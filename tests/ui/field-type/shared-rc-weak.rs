use std::rc::Weak;

use qnpool::Poolable;

#[derive(Poolable)]
struct Child {
    parent: Weak<u64>,
}

fn main() {}
