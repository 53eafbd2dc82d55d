use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(std::num::NonZero<u32>),
    Busy,
}

fn main() {}
