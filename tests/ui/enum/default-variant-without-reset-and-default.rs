use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(Header),
    Busy,
}

fn main() {}
