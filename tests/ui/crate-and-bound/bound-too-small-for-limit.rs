use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "C: Clone")]
struct Buffered<C> {
    #[pool(max_capacity = 64)]
    content: C,
}

fn main() {}
