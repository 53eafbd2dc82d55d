use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "T: Resettable")]
struct Tagged<T> {
    value: Option<T>,
}

fn main() {}
