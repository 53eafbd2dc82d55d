use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Peeked<I: Iterator> {
    rest: Option<I>,
    next: I::Item,
}

fn pooled(_pool: Pool<Peeked<std::str::Split<'static, char>>>) {}

fn main() {}
