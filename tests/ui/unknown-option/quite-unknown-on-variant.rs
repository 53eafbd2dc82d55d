use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(frobnicate)]
    Idle,
    #[pool(default)]
    Busy,
}

fn main() {}
