use qnpool::Poolable;

#[derive(Poolable)]
#[pool(each)]
struct Packet {
    body: Box<[u8]>,
}

fn main() {}
