use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded, keep = "set once")]
    body: Vec<u8>,
}

fn main() {}
