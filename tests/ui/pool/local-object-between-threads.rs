use std::rc::Rc;

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Node {
    next: Option<Rc<Node>>,
}

fn main() {
    let pool = Pool::<Node>::new();
    std::thread::scope(|scope| {
        scope.spawn(|| drop(pool.get()));
    });
}
