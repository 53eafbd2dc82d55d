use qnpool::{Pool, Poolable};

#[derive(Poolable)]
union Word {
    number: u32,
    float: f32,
}

#[derive(Poolable)]
struct Pair {
    word: Word,
}

fn pooled(_pool: Pool<Word>) {}

fn main() {}
