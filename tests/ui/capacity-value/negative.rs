use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = -1)]
    body: Vec<u8>,
}

fn main() {}
