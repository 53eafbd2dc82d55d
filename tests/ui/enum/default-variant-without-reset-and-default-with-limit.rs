use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(#[pool(max_capacity = 8)] Header),
    Busy,
}

fn main() {}
