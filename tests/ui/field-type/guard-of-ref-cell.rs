use std::cell::Ref;

use qnpool::Poolable;

#[derive(Poolable)]
struct View<'a> {
    document: Ref<'a, u32>,
}

fn main() {}
