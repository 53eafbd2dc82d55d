use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep = 4096)]
    input: Vec<u8>,
}

fn main() {}
