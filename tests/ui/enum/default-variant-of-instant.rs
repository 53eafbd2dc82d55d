use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(std::time::Instant),
    Busy,
}

fn main() {}
