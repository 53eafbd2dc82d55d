use std::cell::RefMut;

use qnpool::Poolable;

#[derive(Poolable)]
struct Edit<'a> {
    document: RefMut<'a, u32>,
}

fn main() {}
