use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(Box<dyn Fn()>),
    Busy,
}

fn main() {}
