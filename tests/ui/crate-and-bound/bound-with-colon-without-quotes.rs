use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = T: Poolable)]
struct Tagged<T> {
    value: T,
}

fn main() {}
