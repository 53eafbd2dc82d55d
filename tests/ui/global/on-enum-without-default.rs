use qnpool::Poolable;

#[derive(Poolable)]
#[pool(global)]
enum State {
    #[pool(default)]
    Idle,
    Busy,
}

fn main() {}
