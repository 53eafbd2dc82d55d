use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: std::collections::HashMap<u8, u8>,
}

fn main() {}
