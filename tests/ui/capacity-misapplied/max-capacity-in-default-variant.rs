use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(#[pool(max_capacity = 8)] u64),
    Busy,
}

fn main() {}
