use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    path: Box<&'a str>,
}

fn main() {}
