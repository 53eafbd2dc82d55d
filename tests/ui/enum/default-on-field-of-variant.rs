use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    Idle(#[pool(default)] u64),
    Busy,
}

fn main() {}
