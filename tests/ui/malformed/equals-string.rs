use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool = "unbounded"]
    body: Vec<u8>,
}

fn main() {}
