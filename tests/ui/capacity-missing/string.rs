use qnpool::Poolable;

#[derive(Poolable)]
struct Line {
    text: String,
}

fn main() {}
