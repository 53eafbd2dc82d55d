use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear())]
    body: Vec<u8>,
}

fn main() {}
