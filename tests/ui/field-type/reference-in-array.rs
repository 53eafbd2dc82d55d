use qnpool::Poolable;

#[derive(Poolable)]
struct Arguments<'a> {
    words: [&'a str; 4],
}

fn main() {}
