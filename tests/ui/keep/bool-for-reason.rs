use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep = true)]
    id: u64,
}

fn main() {}
