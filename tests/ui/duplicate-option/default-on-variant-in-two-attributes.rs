use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    #[pool(default)]
    Idle,
    Busy,
}

fn main() {}
