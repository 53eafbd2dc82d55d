use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(limit = 4096)]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
