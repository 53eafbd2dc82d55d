use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    Idle,
    Busy(u64),
}

fn main() {}
