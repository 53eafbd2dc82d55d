use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
enum State {
    #[pool(default)]
    Idle(Header),
    Busy,
}

fn main() {}
