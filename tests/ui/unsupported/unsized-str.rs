use qnpool::Poolable;

#[derive(Poolable)]
struct Line {
    number: u32,
    text: str,
}

fn main() {}
