use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    #[pool(crate = ::qnpool)]
    Open(u64),
}

fn main() {}
