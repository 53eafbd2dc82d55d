use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "where T: Poolable")]
struct Tagged<T> {
    value: T,
}

fn main() {}
