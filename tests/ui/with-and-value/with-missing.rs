use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with)]
    body: Vec<u8>,
}

fn main() {}
