use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep = id)]
    id: u64,
}

fn main() {}
