use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep = )]
    id: u64,
}

fn main() {}
