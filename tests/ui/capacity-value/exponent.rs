use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 1e6)]
    body: Vec<u8>,
}

fn main() {}
