use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = T)]
struct Tagged<T> {
    value: T,
}

fn main() {}
