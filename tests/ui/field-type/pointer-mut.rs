use qnpool::Poolable;

#[derive(Poolable)]
struct Node {
    next: *mut Node,
}

fn main() {}
