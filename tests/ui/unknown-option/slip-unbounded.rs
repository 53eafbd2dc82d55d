use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbouned)]
    body: Vec<u8>,
}

fn main() {}
