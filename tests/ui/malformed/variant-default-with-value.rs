use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default = true)]
    Idle,
    Busy,
}

fn main() {}
