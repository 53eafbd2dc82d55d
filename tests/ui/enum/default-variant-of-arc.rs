use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(std::sync::Arc<Header>),
    Busy,
}

fn main() {}
