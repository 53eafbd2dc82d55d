use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[unbounded]
    body: Vec<u8>,
}

fn main() {}
