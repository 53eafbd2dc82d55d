use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "")]
struct Tagged<T> {
    value: T,
}

fn main() {}
