use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool("default")]
    Idle,
    Busy,
}

fn main() {}
