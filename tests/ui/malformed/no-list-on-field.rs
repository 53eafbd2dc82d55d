use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool]
    body: Vec<u8>,
}

fn main() {}
