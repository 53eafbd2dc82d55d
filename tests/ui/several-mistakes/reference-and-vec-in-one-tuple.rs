use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    parts: (&'a str, Vec<u8>),
}

fn main() {}
