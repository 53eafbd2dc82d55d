use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep("set once"))]
    id: u64,
}

fn main() {}
