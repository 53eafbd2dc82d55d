use qnpool::{Pool, Poolable};

#[derive(Poolable)]
enum State {
    Idle,
    Busy(u64),
}

#[derive(Poolable)]
struct Worker {
    state: State,
}

fn pooled(_pool: Pool<State>) {}

fn main() {}
