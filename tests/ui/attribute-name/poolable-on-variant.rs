use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[poolable(default)]
    Idle,
    Busy,
}

fn main() {}
