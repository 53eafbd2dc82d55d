use qnpool::Poolable;

#[derive(Poolable)]
struct Span<'a> {
    key: (u64, &'a str),
}

fn main() {}
