use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    #[pool(keep = "expensive to set up")]
    Open(u64),
}

fn main() {}
