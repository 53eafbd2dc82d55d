use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
enum State {
    Idle,
    Busy(u64),
}

fn main() {}
