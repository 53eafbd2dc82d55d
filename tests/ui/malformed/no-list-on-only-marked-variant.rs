use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool]
    Idle,
    Busy,
}

fn main() {}
