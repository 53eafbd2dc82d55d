use std::rc::Rc;

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Node {
    next: Option<Rc<Node>>,
}

static POOL: Pool<Node> = Pool::new();

fn main() {}
