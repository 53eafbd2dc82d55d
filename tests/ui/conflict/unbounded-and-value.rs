use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded, value = Vec::new())]
    body: Vec<u8>,
}

fn main() {}
