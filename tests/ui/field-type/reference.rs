use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    path: &'a str,
}

fn main() {}
