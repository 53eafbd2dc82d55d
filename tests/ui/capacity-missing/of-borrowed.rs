use qnpool::Poolable;

#[derive(Poolable)]
struct Words<'a> {
    words: Vec<&'a str>,
}

fn main() {}
