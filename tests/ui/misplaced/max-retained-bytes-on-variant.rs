use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    #[pool(max_retained_bytes = 64)]
    Open(u64),
}

fn main() {}
