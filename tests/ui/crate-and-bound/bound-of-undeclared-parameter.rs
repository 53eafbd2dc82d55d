use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "U: Poolable")]
struct Tagged<T> {
    value: Option<T>,
}

fn main() {}
