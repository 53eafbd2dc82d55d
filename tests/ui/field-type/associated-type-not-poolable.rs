use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Peeked<I: Iterator> {
    rest: Option<I>,
    next: I::Item,
}

static POOL: Pool<Peeked<std::str::Split<'static, char>>> = Pool::with(|| Peeked {
    rest: None,
    next: "",
});

fn main() {}
