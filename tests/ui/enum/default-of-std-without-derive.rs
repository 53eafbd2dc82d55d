use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[default]
    Idle,
    Busy,
}

fn main() {}
