use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: Option<Vec<u8>>,
}

fn main() {}
