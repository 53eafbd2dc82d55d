use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear)]
    body: Box<[u8]>,
}

fn main() {}
