use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: Option<String>,
}

fn main() {}
