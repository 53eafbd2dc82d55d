use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "A: Poolable")]
struct Pair<A, B> {
    first: A,
    second: B,
}

fn main() {}
