use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each = 8)]
    body: Vec<u8>,
}

fn main() {}
