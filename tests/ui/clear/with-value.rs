use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear = 8)]
    body: Vec<u8>,
}

fn main() {}
