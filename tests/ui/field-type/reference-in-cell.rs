use std::cell::Cell;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    path: Cell<&'a str>,
}

fn main() {}
