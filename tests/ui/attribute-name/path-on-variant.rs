use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[qnpool::pool(default)]
    Idle,
    Busy,
}

fn main() {}
