use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
