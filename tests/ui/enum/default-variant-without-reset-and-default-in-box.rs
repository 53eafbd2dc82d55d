use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(Box<Header>),
    Busy,
}

fn main() {}
