use qnpool::Poolable;

#[derive(Poolable)]
enum Only {
    Variant(u64),
}

fn main() {}
