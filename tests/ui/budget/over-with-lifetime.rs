use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 64)]
struct Words<'a> {
    #[pool(max_capacity = 8)]
    words: Vec<&'a str>,
}

fn main() {}
