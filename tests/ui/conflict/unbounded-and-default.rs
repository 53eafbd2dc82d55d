use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded, default)]
    body: Vec<u8>,
}

fn main() {}
