use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = break)]
    body: Vec<u8>,
}

fn main() {}
