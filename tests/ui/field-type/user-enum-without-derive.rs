use qnpool::Poolable;

enum State {
    Idle,
    Busy,
}

#[derive(Poolable)]
struct Worker {
    state: State,
}

fn main() {}
