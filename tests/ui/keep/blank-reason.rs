use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep = "  \t")]
    id: u64,
}

fn main() {}
