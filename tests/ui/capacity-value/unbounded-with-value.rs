use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded = true)]
    body: Vec<u8>,
}

fn main() {}
