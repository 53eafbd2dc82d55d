use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    parts: (&'a str, &'a [u8]),
}

fn main() {}
