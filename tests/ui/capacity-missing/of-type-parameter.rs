use qnpool::Poolable;

#[derive(Poolable)]
struct Batch<T> {
    items: Vec<T>,
}

fn main() {}
