use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default, default)]
    Idle,
    Busy,
}

fn main() {}
