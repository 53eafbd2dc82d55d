use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    path: &str,
}

fn main() {}
