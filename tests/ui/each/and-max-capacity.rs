use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each, max_capacity = 8)]
    body: Vec<u8>,
}

fn main() {}
