use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "T: Clone")]
struct Tagged<T> {
    value: T,
}

fn main() {}
