use std::error::Error;

use qnpool::Poolable;

type Failure = Box<dyn Error>;

#[derive(Poolable)]
struct Reply {
    failure: Failure,
}

fn main() {}
