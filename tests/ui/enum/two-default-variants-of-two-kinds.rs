use qnpool::Poolable;

#[derive(Default, Poolable)]
enum State {
    #[default]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
