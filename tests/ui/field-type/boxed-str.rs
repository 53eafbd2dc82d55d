use qnpool::Poolable;

#[derive(Poolable)]
struct Label {
    text: Box<str>,
}

fn main() {}
