use std::rc::Rc;

use qnpool::Poolable;

#[derive(Poolable)]
struct Session {
    config: Rc<String>,
}

fn main() {}
