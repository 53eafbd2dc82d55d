use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
